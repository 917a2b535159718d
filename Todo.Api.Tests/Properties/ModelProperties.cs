using System.Text.Json;
using CsCheck;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Properties;

/// <summary>Twenty users make ten thousand random calls beside each other; every reply and every list is what a model in memory says.</summary>
public sealed class ModelProperties(TodoApi api)
{
    private const int Users = 20;
    private const int Calls = 500;

    private static readonly string?[] DueDates = [null, "2026-12-01", "2026-12-02", "2026-12-03T09:30:00Z", "2027-01-31"];
    private static readonly string[] Priorities = ["low", "medium", "high"];
    private static readonly string[] Titles = ["apple", "banana", "cherry", "date", "elder", "fig"];

    private enum Verb
    {
        Create,
        Update,
        Toggle,
        Delete,
        Get,
        List,
    }

    [Fact]
    public Task Replies_and_lists_are_those_of_a_model() => Gen.Select(Gen.Enum<Verb>(), Gen.Int[0, 9999], Gen.Int[0, 9999]).Array[Calls].Array[Users].SampleAsync(
        async scripts =>
        {
            var latest = new long[Users];
            await Task.WhenAll(scripts.Select((script, number) => Task.Run(() => PlayAsync(script, number, latest))));
        },
        iter: 1,
        threads: 1,
        print: scripts => $"{scripts.Length} users; the failing call is in the message");

    private async Task PlayAsync((Verb Verb, int One, int Other)[] script, int number, long[] latest)
    {
        var user = api.NewUser();
        var tasks = new List<JsonElement>();
        var gone = new List<long>();
        foreach (var (verb, one, other) in script)
        {
            // Now and then a task that was deleted, or one of the next user.
            var index = tasks.Count == 0 ? -1 : one % tasks.Count;
            var stranger = one % 10 == 0 ? gone.LastOrDefault() : one % 10 == 1 ? Volatile.Read(ref latest[(number + 1) % Users]) : 0;
            switch (verb)
            {
                case Verb.Create:
                    tasks.Add(await user.CreateAsync(Body(one, other)));
                    AssertIs(Body(one, other), tasks[^1]);
                    Assert.Equal(1, tasks[^1].Version());
                    Volatile.Write(ref latest[number], tasks[^1].Id());
                    break;
                case Verb.List:
                    var (query, expected) = List(tasks, one, other);
                    Assert.Equal(expected.Select(task => task.GetRawText()), (await user.ListAsync(query)).Select(task => task.GetRawText()));
                    break;
                case var _ when index < 0 || stranger != 0:
                    (await user.SendAsync(Method(verb), Address(verb, stranger == 0 ? long.MaxValue : stranger), verb == Verb.Update ? "{}" : null)).ShouldBeProblem("TASK_NOT_FOUND");
                    break;
                case Verb.Get:
                    Assert.Equal(tasks[index].GetRawText(), (await user.GetAsync(tasks[index].Id())).GetRawText());
                    break;
                case Verb.Delete:
                    (await user.SendAsync(Method(verb), Address(verb, tasks[index].Id()))).StatusCodeShouldBe(204);
                    gone.Add(tasks[index].Id());
                    tasks.RemoveAt(index);
                    break;
                default:
                    var changes = verb == Verb.Update
                        ? Body(other, one).Where((_, member) => (one >> member) % 2 == 0).ToDictionary()
                        : new() { ["completed"] = !tasks[index].IsCompleted() };
                    var result = await user.SendAsync(Method(verb), Address(verb, tasks[index].Id()), verb == Verb.Update ? changes : null);
                    var after = result.StatusCodeShouldBe(200).Json();
                    AssertChanged(tasks[index], changes, after);
                    tasks[index] = after;
                    break;
            }
        }

        Assert.Equal(tasks.OrderByDescending(task => task.Id()).Select(task => task.GetRawText()), (await user.ListAsync("?limit=500")).Select(task => task.GetRawText()));
    }

    private static HttpMethod Method(Verb verb) => verb switch
    {
        Verb.Get => HttpMethod.Get,
        Verb.Delete => HttpMethod.Delete,
        _ => HttpMethod.Patch,
    };

    private static string Address(Verb verb, long id) => verb == Verb.Toggle ? $"tasks/{id}/complete" : $"tasks/{id}";

    private static Dictionary<string, object?> Body(int one, int other) => new()
    {
        ["title"] = $"{Titles[one % Titles.Length]}{other % 10}",
        ["description"] = one % 3 == 0 ? null : $"about {Titles[other % Titles.Length]}",
        ["completed"] = other % 4 == 0,
        ["priority"] = Priorities[other % 3],
        ["due_date"] = DueDates[one % DueDates.Length],
    };

    private static (string Query, IEnumerable<JsonElement> Expected) List(List<JsonElement> tasks, int one, int other)
    {
        var found = tasks.AsEnumerable();
        var query = $"?limit={1 + (other % 500)}";
        if (one % 3 == 0)
        {
            query += $"&completed={(one % 2 == 0 ? "true" : "false")}";
            found = found.Where(task => task.IsCompleted() == (one % 2 == 0));
        }

        if (one % 5 == 0)
        {
            query += $"&priority={Priorities[one % 3]},high";
            found = found.Where(task => task.Text("priority") is "high" || task.Text("priority") == Priorities[one % 3]);
        }

        if (one % 7 == 0)
        {
            query += $"&search={Titles[one % Titles.Length].ToUpperInvariant()}";
            found = found.Where(task => $"{task.Text("title")} {task.Text("description")}".Contains(Titles[one % Titles.Length], StringComparison.Ordinal));
        }

        var sort = (other % 5) switch { 0 => "title", 1 => "priority", 2 => "due_date", 3 => "updated_at", _ => "created_at" };
        var isAscending = other % 2 == 0;
        var byKey = isAscending ? found.OrderBy(Key, StringComparer.Ordinal).ThenBy(task => task.Id()) : found.OrderByDescending(Key, StringComparer.Ordinal).ThenByDescending(task => task.Id());

        // Without a due date comes last either way.
        var ordered = sort == "due_date" ? byKey.OrderBy(task => task.IsNull(sort)) : byKey;
        return ($"{query}&sort={sort}&order={(isAscending ? "asc" : "desc")}", ordered.Take(1 + (other % 500)));

        string Key(JsonElement task) => sort switch
        {
            "priority" => $"{Array.IndexOf(Priorities, task.Text(sort))}",
            "title" => task.Text(sort)!,
            "due_date" => task.Text(sort) is { Length: 10 } date ? $"{date}T00:00:00Z" : task.Text(sort) ?? "",
            _ => task.Instant(sort).ToString("yyyy-MM-ddTHH:mm:ss.ffffff", System.Globalization.CultureInfo.InvariantCulture),
        };
    }

    private static void AssertIs(Dictionary<string, object?> expected, JsonElement task) =>
        Assert.All(expected, member => Assert.Equal(JsonSerializer.Serialize(member.Value), task.GetProperty(member.Key).GetRawText()));

    private static void AssertChanged(JsonElement before, Dictionary<string, object?> changes, JsonElement after)
    {
        AssertIs(changes, after);
        Assert.All(before.EnumerateObject().Where(member => !changes.ContainsKey(member.Name) && member.Name is not ("version" or "updated_at")), member =>
            Assert.Equal(member.Value.GetRawText(), after.GetProperty(member.Name).GetRawText()));
        var isChanged = changes.Keys.Any(member => before.GetProperty(member).GetRawText() != after.GetProperty(member).GetRawText());
        Assert.Equal(before.Version() + (isChanged ? 1 : 0), after.Version());
        Assert.True(isChanged ? after.Instant("updated_at") > before.Instant("updated_at") : after.Text("updated_at") == before.Text("updated_at"), $"{before} → {after}");
    }
}
