using System.Text.Json;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Tasks;

public sealed class UpdateTaskTests(TodoApi api)
{
    private const string Emoji = "🦄";

    private static readonly object Full = new
    {
        title = "Buy milk",
        description = "two bottles",
        completed = true,
        priority = "high",
        due_date = "2026-12-01",
    };

    public static TheoryData<string> Methods => ["PUT", "PATCH"];

    public static TheoryData<string, string, string> Changes => Times(
        ("title", "\"Buy bread\""),
        ("description", "\"one loaf\""),
        ("description", "null"),
        ("completed", "false"),
        ("priority", "\"low\""),
        ("due_date", "\"2027-01-31\""),
        ("due_date", "\"2027-01-31T08:30:00Z\""),
        ("due_date", "null"));

    public static TheoryData<string, string, string> WrongValues => Times(
        ("title", "null"), ("title", "\"\""), ("title", "\"   \""), ("title", "1"), ("title", "[]"), ("title", "{}"), ("title", "true"),
        ("title", "\"a\\u0000b\""), ("title", "\"a\\tb\""), ("title", "\"a\\nb\""), ("title", "\"a\\u007fb\""), ("title", $"\"{new string('a', 201)}\""),
        ("description", "1"), ("description", "[]"), ("description", "{}"), ("description", "false"), ("description", "\"a\\u0000b\""), ("description", "\"a\\u001bb\""),
        ("description", $"\"{new string('a', 1001)}\""),
        ("completed", "null"), ("completed", "\"true\""), ("completed", "1"), ("completed", "[]"), ("completed", "{}"),
        ("priority", "null"), ("priority", "\"urgent\""), ("priority", "2"), ("priority", "\"\""), ("priority", "[]"),
        ("due_date", "\"\""), ("due_date", "\"2027-02-29\""), ("due_date", "20270101"), ("due_date", "{}"), ("due_date", "false"));

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Changes_what_is_named_and_nothing_else(string method, string member, string value)
    {
        var ada = api.NewUser();
        var before = await ada.CreateAsync(Full);

        var response = await ada.SendAsync(new(method), $"tasks/{before.Id()}", $$"""{"{{member}}":{{value}}}""");

        response.StatusCodeShouldBe(200);
        var after = response.Json();
        Assert.Equal(JsonElement.Parse(value).ToString(), after.GetProperty(member).ToString());
        Assert.All(before.EnumerateObject().Where(other => other.Name != member && other.Name is not ("version" or "updated_at")), other =>
            Assert.Equal(other.Value.GetRawText(), after.GetProperty(other.Name).GetRawText()));
        Assert.True(after.Instant("updated_at") > before.Instant("updated_at"));
        Assert.Equal(after.GetRawText(), (await ada.GetAsync(before.Id())).GetRawText());
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Changes_several_members_at_once(string method)
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        var response = await ada.SendAsync(new(method), $"tasks/{id}", JsonSerializer.Serialize(Full));

        var after = response.Json();
        Assert.Equal("Buy milk", after.Text("title"));
        Assert.Equal("two bottles", after.Text("description"));
        Assert.True(after.IsCompleted());
        Assert.Equal("high", after.Text("priority"));
        Assert.Equal("2026-12-01", after.Text("due_date"));
        Assert.Equal(after.GetRawText(), (await ada.GetAsync(id)).GetRawText());
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task An_empty_change_changes_nothing(string method)
    {
        var ada = api.NewUser();
        var before = await ada.CreateAsync(Full);

        var response = await ada.SendAsync(new(method), $"tasks/{before.Id()}", "{}");

        response.StatusCodeShouldBe(200);
        Assert.Equal(before.GetRawText(), response.Json().GetRawText());
        Assert.Equal(before.GetRawText(), (await ada.GetAsync(before.Id())).GetRawText());
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Sending_back_what_one_got_changes_nothing(string method)
    {
        var ada = api.NewUser();
        var before = await ada.CreateAsync(new { title = "x", description = "y", due_date = "2026-12-01T09:00:00.123456+01:00" });

        var response = await ada.SendAsync(new(method), $"tasks/{before.Id()}", before.GetRawText());

        response.StatusCodeShouldBe(200);
        Assert.Equal(before.GetRawText(), response.Json().GetRawText());
    }

    [Theory]
    [InlineData("""{"title":"  Buy milk  "}""")]
    [InlineData("""{"completed":true}""")]
    [InlineData("""{"priority":"high"}""")]
    [InlineData("""{"description":"two bottles"}""")]
    [InlineData("""{"due_date":"2026-12-01"}""")]
    public async Task Updated_at_stays_where_nothing_really_changes(string json)
    {
        var ada = api.NewUser();
        var before = await ada.CreateAsync(Full);

        var after = await ada.PatchAsync(before.Id(), json);

        Assert.Equal(before.GetRawText(), after.GetRawText());
    }

    [Fact]
    public async Task Updated_at_moves_when_a_date_becomes_the_instant_at_its_beginning()
    {
        var ada = api.NewUser();
        var before = await ada.CreateAsync(Full);

        var after = await ada.PatchAsync(before.Id(), """{"due_date":"2026-12-01T00:00:00Z"}""");

        Assert.True(after.Instant("updated_at") > before.Instant("updated_at"));
    }

    [Fact]
    public async Task Updated_at_moves_with_every_change_and_created_at_never()
    {
        var ada = api.NewUser();
        var before = await ada.CreateAsync("0");
        var last = before;

        for (var i = 1; i <= 5; i++)
        {
            var next = await ada.PatchAsync(before.Id(), $$"""{"title":"{{i}}"}""");
            Assert.True(next.Instant("updated_at") > last.Instant("updated_at"));
            Assert.Equal(before.Text("created_at"), next.Text("created_at"));
            last = next;
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Ignores_read_only_members(string method)
    {
        var ada = api.NewUser();
        var before = await ada.CreateAsync(Full);

        var response = await ada.SendAsync(
            new(method), $"tasks/{before.Id()}", new { id = 1, user_id = "bob", created_at = "1999-01-01T00:00:00Z", updated_at = 42, title = "new" });

        response.StatusCodeShouldBe(200);
        var after = response.Json();
        Assert.Equal(before.Id(), after.Id());
        Assert.Equal(ada.Id, after.Text("user_id"));
        Assert.Equal(before.Text("created_at"), after.Text("created_at"));
        Assert.Equal("new", after.Text("title"));
        Assert.InRange(after.Instant("updated_at"), before.Instant("updated_at"), DateTimeOffset.UtcNow.AddMinutes(1));
    }

    [Theory]
    [MemberData(nameof(WrongValues))]
    public async Task Names_the_member_that_has_a_wrong_value_and_changes_nothing(string method, string member, string value)
    {
        var ada = api.NewUser();
        var before = await ada.CreateAsync(Full);
        var good = member == "description" ? "\"priority\":\"low\"" : "\"description\":\"changed\"";

        var response = await ada.SendAsync(new(method), $"tasks/{before.Id()}", $$"""{ {{good}},"{{member}}":{{value}}}""");

        response.ShouldBeInvalid(member);
        Assert.Equal(before.GetRawText(), (await ada.GetAsync(before.Id())).GetRawText());
    }

    [Fact]
    public async Task Takes_texts_up_to_their_limits()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();
        var title = string.Concat(Enumerable.Repeat(Emoji, 200));
        var description = string.Concat(Enumerable.Repeat(Emoji, 1000));

        var response = await ada.SendAsync(HttpMethod.Patch, $"tasks/{id}", new { title = $" {title} ", description });

        var after = response.Json();
        Assert.Equal(title, after.Text("title"));
        Assert.Equal(description, after.Text("description"));
    }

    [Theory]
    [InlineData("title", 201)]
    [InlineData("description", 1001)]
    public async Task Counts_code_points(string member, int times)
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        var response = await ada.SendAsync(HttpMethod.Patch, $"tasks/{id}", $$"""{"{{member}}":"{{string.Concat(Enumerable.Repeat(Emoji, times))}}"}""");

        response.ShouldBeInvalid(member);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Refuses_unknown_members_and_changes_nothing(string method)
    {
        var ada = api.NewUser();
        var before = await ada.CreateAsync(Full);

        var response = await ada.SendAsync(new(method), $"tasks/{before.Id()}", """{"title":"new","due-date":"2027-01-01"}""");

        var errors = response.ShouldBeInvalid("due-date");
        Assert.Contains("did you mean 'due_date'?", Assert.Single(errors["due-date"]), StringComparison.Ordinal);
        Assert.Equal(before.GetRawText(), (await ada.GetAsync(before.Id())).GetRawText());
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Takes_a_merge_patch(string method)
    {
        var ada = api.NewUser();
        var before = await ada.CreateAsync(Full);

        var response = await ada.SendAsync(new(method), $"tasks/{before.Id()}", """{"description":null}""", "application/merge-patch+json");

        response.StatusCodeShouldBe(200);
        Assert.True(response.Json().IsNull("description"));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Refuses_unknown_query_parameters_and_changes_nothing(string method)
    {
        var ada = api.NewUser();
        var before = await ada.CreateAsync(Full);

        var response = await ada.SendAsync(new(method), $"tasks/{before.Id()}?upsert=true", """{"title":"new"}""");

        response.ShouldBeInvalid("upsert");
        Assert.Equal(before.GetRawText(), (await ada.GetAsync(before.Id())).GetRawText());
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Tolerates_the_user_id_in_the_query(string method)
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        var response = await ada.SendAsync(new(method), $"tasks/{id}?user_id={ada.Id}", """{"title":"new"}""");

        response.StatusCodeShouldBe(200);
    }

    [Theory]
    [MemberData(nameof(GetTaskTests.NoSuchIds), MemberType = typeof(GetTaskTests))]
    public async Task Does_not_find_what_is_no_task(string id)
    {
        var ada = api.NewUser();

        var put = await ada.SendAsync(HttpMethod.Put, $"tasks/{id}", """{"title":"x"}""");
        var patch = await ada.SendAsync(HttpMethod.Patch, $"tasks/{id}", """{"title":"x"}""");

        put.ShouldBeProblem("TASK_NOT_FOUND");
        patch.ShouldBeProblem("TASK_NOT_FOUND");
        Assert.Empty(await ada.ListAsync());
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Does_not_change_the_task_of_another_user(string method)
    {
        var ada = api.NewUser();
        var before = await ada.CreateAsync(Full);

        var response = await api.NewUser().SendAsync(new(method), $"tasks/{before.Id()}", """{"title":"mine now"}""");

        response.ShouldBeProblem("TASK_NOT_FOUND");
        Assert.Equal(before.GetRawText(), (await ada.GetAsync(before.Id())).GetRawText());
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task An_empty_change_of_another_users_task_shows_nothing(string method)
    {
        var id = await api.NewUser().CreateIdAsync();

        var response = await api.NewUser().SendAsync(new(method), $"tasks/{id}", "{}");

        response.ShouldBeProblem("TASK_NOT_FOUND");
    }

    [Fact]
    public async Task Parallel_updates_of_different_members_all_stay()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        for (var round = 0; round < 5; round++)
        {
            var completed = round % 2 == 0;
            var priority = round % 2 == 0 ? "high" : "low";
            await Task.WhenAll(
                ada.PatchAsync(id, $$"""{"title":"title {{round}}"}"""),
                ada.PatchAsync(id, $$"""{"description":"description {{round}}"}"""),
                ada.PatchAsync(id, $$"""{"completed":{{(completed ? "true" : "false")}}}"""),
                ada.PatchAsync(id, $$"""{"priority":"{{priority}}"}"""),
                ada.PatchAsync(id, $$"""{"due_date":"2026-12-0{{round + 1}}"}"""));

            var after = await ada.GetAsync(id);
            Assert.Equal($"title {round}", after.Text("title"));
            Assert.Equal($"description {round}", after.Text("description"));
            Assert.Equal(completed, after.IsCompleted());
            Assert.Equal(priority, after.Text("priority"));
            Assert.Equal($"2026-12-0{round + 1}", after.Text("due_date"));
        }
    }

    private static TheoryData<string, string, string> Times(params (string Member, string Value)[] cases)
    {
        var data = new TheoryData<string, string, string>();
        foreach (var (member, value) in cases)
        {
            data.Add("PUT", member, value);
            data.Add("PATCH", member, value);
        }

        return data;
    }
}
