using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Todo.Bench;

/// <summary>One request of each scenario, to see that a server answers at all and that all servers answer the same.</summary>
internal static class Samples
{
    private const string Task = """{"title": "Buy milk", "description": "and bread", "priority": "high", "due_date": "2030-05-01T09:30:00Z"}""";

    private static readonly string[] Instants = ["due_date", "created_at", "updated_at"];

    /// <summary>What only the API's tasks have.</summary>
    private static readonly string[] NotOfOthers =
    [
        "version", "tags", "list_id", "parent_id", "subtasks", "position", "recurrence", "recurrence_from", "time_zone", "next_task_id", "reminders",
    ];

    /// <summary>Of a task that was just written, what no two servers have in common.</summary>
    private static readonly string[] OwnMembers = ["id", "created_at", "updated_at"];

    /// <summary>The answers of a server by scenario.</summary>
    internal static async Task<IReadOnlyDictionary<string, string>> AskAsync(ServerProcess server, Fixtures fixtures, CancellationToken ct)
    {
        using var client = new HttpClient { BaseAddress = new Uri(server.Address, $"/api/{fixtures.UserId}/") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", fixtures.Token);

        var one = string.Create(CultureInfo.InvariantCulture, $"tasks/{fixtures.TaskId}");
        var answers = new Dictionary<string, string>
        {
            ["list"] = Comparable(await SendAsync(HttpMethod.Get, "tasks?limit=20")),
            ["filter"] = Comparable(await SendAsync(HttpMethod.Get, "tasks?completed=false&priority=high&sort=due_date&order=asc&limit=20")),
            ["search"] = Comparable(await SendAsync(HttpMethod.Get, "tasks?search=garden&limit=20")),
            ["get"] = Comparable(await SendAsync(HttpMethod.Get, one)),
            ["update"] = Comparable(await SendAsync(HttpMethod.Put, one, Task), without: OwnMembers),
            ["toggle"] = Comparable(await SendAsync(HttpMethod.Patch, one + "/complete"), without: OwnMembers),
        };

        var created = await SendAsync(HttpMethod.Post, "tasks", Task);
        answers["create"] = Comparable(created, without: OwnMembers);
        answers["delete"] = await SendAsync(HttpMethod.Delete, $"tasks/{JsonNode.Parse(created)!["id"]}");
        return answers;

        async Task<string> SendAsync(HttpMethod method, string path, string? body = null)
        {
            using var request = new HttpRequestMessage(method, path);
            if (body is not null)
            {
                request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            }

            using var response = await client.SendAsync(request, ct);
            var text = await response.Content.ReadAsStringAsync(ct);
            return response.IsSuccessStatusCode ? text : throw server.Failure($"answered {method} {path} with {(int)response.StatusCode} {text}");
        }
    }

    internal static void ThrowIfDifferent(IReadOnlyDictionary<string, string> expected, string name, IReadOnlyDictionary<string, string> actual)
    {
        foreach (var (request, answer) in expected)
        {
            if (actual[request] != answer)
            {
                throw new BenchException($"API and {name} do not do the same work, their answers to '{request}' differ:\n  {answer}\n  {actual[request]}");
            }
        }
    }

    /// <summary>A task or a list of them, with instants as milliseconds: servers write them in several ways, and not all count microseconds.</summary>
    private static string Comparable(string answer, params string[] without)
    {
        var tasks = JsonNode.Parse(answer)!;
        foreach (var task in tasks is JsonArray list ? list.Select(task => task!.AsObject()) : [tasks.AsObject()])
        {
            foreach (var name in NotOfOthers.Concat(without))
            {
                task.Remove(name);
            }

            foreach (var name in Instants)
            {
                if ((string?)task[name] is { } instant)
                {
                    task[name] = DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeMilliseconds();
                }
            }
        }

        return tasks.ToJsonString();
    }
}
