using Todo.Api.Tests.Features.Tasks;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Changes;

public sealed class GetHistoryTests(TodoApi api)
{
    private static readonly string[] Members = ["id", "type", "at", "changes"];

    [Fact]
    public async Task Tells_what_happened_newest_first()
    {
        var ada = api.NewUser();
        var id = (await ada.CreateAsync(new { title = "Buy milk", description = "two", priority = "high", due_date = "2026-12-01" })).Id();
        await ada.PatchAsync(id, """{"title":"Buy oat milk","description":null,"priority":"low","due_date":"2026-12-02T09:00:00.5+01:00"}""");
        await ada.SendAsync(HttpMethod.Patch, $"tasks/{id}/complete");
        await ada.PatchAsync(id, """{"completed":false,"due_date":null}""");
        await ada.DeleteAsync($"tasks/{id}");

        var history = await ada.HistoryAsync(id);

        Assert.Equal(
            [
                ("task.deleted", "{}"),
                ("task.reopened", """{"completed":{"from":true,"to":false},"due_date":{"from":"2026-12-02T08:00:00.5Z","to":null}}"""),
                ("task.completed", """{"completed":{"from":false,"to":true}}"""),
                ("task.updated", """{"title":{"from":"Buy milk","to":"Buy oat milk"},"description":{"from":"two","to":null},"priority":{"from":"high","to":"low"},"due_date":{"from":"2026-12-01","to":"2026-12-02T08:00:00.5Z"}}"""),
                ("task.created", """{"title":{"from":null,"to":"Buy milk"},"description":{"from":null,"to":"two"},"completed":{"from":null,"to":false},"priority":{"from":null,"to":"high"},"due_date":{"from":null,"to":"2026-12-01"}}"""),
            ],
            history.Select(change => (change.Text("type"), change.GetProperty("changes").GetRawText())));
        Assert.All(history, change => Assert.Equal(Members, change.EnumerateObject().Select(member => member.Name)));
        Assert.Equal(history.Select(change => change.Id()).OrderDescending(), history.Select(change => change.Id()));
        Assert.Equal(history.Select(change => change.Instant("at")).OrderDescending(), history.Select(change => change.Instant("at")));
    }

    [Fact]
    public async Task What_was_never_set_is_not_in_it()
    {
        var ada = api.NewUser();

        var created = Assert.Single(await ada.HistoryAsync(await ada.CreateIdAsync("x")));

        Assert.Equal("""{"title":{"from":null,"to":"x"},"completed":{"from":null,"to":false},"priority":{"from":null,"to":"medium"}}""", created.GetProperty("changes").GetRawText());
    }

    [Fact]
    public async Task A_day_that_becomes_an_instant_is_a_change()
    {
        var ada = api.NewUser();
        var id = (await ada.CreateAsync(new { title = "x", due_date = "2026-12-01" })).Id();
        await ada.PatchAsync(id, """{"due_date":"2026-12-01T00:00:00Z"}""");

        var changes = (await ada.HistoryAsync(id))[0].GetProperty("changes");

        Assert.Equal("""{"due_date":{"from":"2026-12-01","to":"2026-12-01T00:00:00Z"}}""", changes.GetRawText());
    }

    [Fact]
    public async Task What_changed_nothing_is_not_in_it_and_a_write_by_hand_is()
    {
        var ada = api.NewUser();
        var task = await ada.CreateAsync("x");
        await ada.PatchAsync(task.Id(), task.GetRawText());

        await api.ExecuteAsync($"UPDATE tasks SET title = 'y' WHERE id = {task.Id()}");

        Assert.Equal(["task.updated", "task.created"], (await ada.HistoryAsync(task.Id())).Select(change => change.Text("type")));
    }

    [Fact]
    public async Task Is_that_of_one_task()
    {
        var ada = api.NewUser();
        var (one, other) = (await ada.CreateIdAsync("one"), await ada.CreateIdAsync("other"));
        await ada.PatchAsync(one, """{"title":"first"}""");
        await ada.PatchAsync(other, """{"title":"second"}""");

        var titles = (await ada.HistoryAsync(one)).Select(change => change.GetProperty("changes").GetProperty("title").Text("to"));

        Assert.Equal(["first", "one"], titles);
    }

    [Fact]
    public async Task Pages_by_limit_and_cursor()
    {
        var ada = api.NewUser();
        var id = await ChangedAsync(ada, 12);
        var whole = (await ada.HistoryAsync(id)).Select(change => change.Id()).ToArray();
        Assert.Equal(13, whole.Length);

        foreach (var limit in (int[])[1, 2, 6, 12, 13, 14])
        {
            Assert.Equal(whole, (await ada.WalkAsync($"tasks/{id}/history?user_id={ada.Id}&limit={limit}", limit)).Select(change => change.Id()));
        }

        Assert.Equal(whole, (await ada.WalkAsync($"/api/tasks/{id}/history?per_page=5", 5)).Select(change => change.Id()));
        Assert.Equal(["next"], (await ada.PageAsync($"tasks/{id}/history?limit=5")).Links.Keys);
        Assert.StartsWith($"/api/tasks/{id}/history?limit=5&cursor=", (await ada.PageAsync($"/api/tasks/{id}/history?limit=5")).Next, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_walk_shows_every_change_once_while_others_are_made()
    {
        var ada = api.NewUser();
        var id = await ChangedAsync(ada, 5);
        var whole = (await ada.HistoryAsync(id)).Select(change => change.Id()).ToArray();
        var seen = new List<long>();

        for (var next = $"tasks/{id}/history?limit=2"; next is not null;)
        {
            var page = await ada.PageAsync(next);
            seen.AddRange(page.Ids);
            next = page.Next;
            await ada.PatchAsync(id, $$"""{"description":"{{seen.Count}}"}""");
        }

        Assert.Equal(whole, seen);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=501")]
    [InlineData("limit=x")]
    public async Task Refuses_a_limit_that_it_would_have_to_cut(string query)
    {
        var ada = api.NewUser();

        (await ada.GetAsync($"tasks/{await ada.CreateIdAsync()}/history?{query}")).ShouldBeInvalid("limit");
    }

    [Fact]
    public async Task Takes_the_largest_limit()
    {
        var ada = api.NewUser();

        Assert.Single((await ada.PageAsync($"tasks/{await ada.CreateIdAsync()}/history?limit=500")).Tasks);
    }

    [Fact]
    public async Task Refuses_a_cursor_that_was_damaged_or_belongs_elsewhere()
    {
        var ada = api.NewUser();
        var (id, other) = (await ChangedAsync(ada, 3), await ChangedAsync(ada, 3));
        var cursor = await ada.CursorAsync($"tasks/{id}/history?limit=1");

        foreach (var wrong in (string[])[$"A{cursor}", cursor[1..], $"{(cursor[0] == 'A' ? 'B' : 'A')}{cursor[1..]}", await ada.CursorAsync($"tasks/{other}/history?limit=1"), await ada.CursorAsync("tasks?limit=1")])
        {
            (await ada.GetAsync($"tasks/{id}/history?cursor={wrong}")).ShouldBeInvalid("cursor");
        }
    }

    [Theory]
    [InlineData("page=2", "page")]
    [InlineData("search=x", "search")]
    public async Task Tells_of_parameters_that_it_does_not_have(string query, string parameter)
    {
        var ada = api.NewUser();

        (await ada.GetAsync($"tasks/{await ada.CreateIdAsync()}/history?{query}")).ShouldBeInvalid(parameter);
    }

    [Fact]
    public async Task Caches_must_ask_and_there_is_no_tag()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Head])
        {
            var history = (await ada.SendAsync(method, $"tasks/{id}/history/")).StatusCodeShouldBe(200);

            Assert.Equal("private, no-cache", history.Header("Cache-Control"));
            Assert.Null(history.Header("ETag"));
        }
    }

    [Theory]
    [MemberData(nameof(GetTaskTests.NoSuchIds), MemberType = typeof(GetTaskTests))]
    public async Task Does_not_find_what_is_no_task(string id) =>
        (await api.NewUser().GetAsync($"tasks/{id}/history")).ShouldBeProblem("TASK_NOT_FOUND");

    [Fact]
    public async Task A_purged_task_has_none()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();
        await ada.DeleteAsync($"tasks/{id}");
        Assert.Equal(2, (await ada.HistoryAsync(id)).Length);

        await api.ExecuteAsync($"DELETE FROM tasks WHERE id = {id}");

        (await ada.GetAsync($"tasks/{id}/history")).ShouldBeProblem("TASK_NOT_FOUND");
    }

    [Fact]
    public async Task A_task_that_was_last_changed_before_the_log_begins_has_an_empty_one()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();
        await api.ExecuteAsync($"DELETE FROM task_changes WHERE task_id = {id}");

        Assert.Empty(await ada.HistoryAsync(id));
    }

    [Fact]
    public async Task Is_not_shown_to_other_users()
    {
        var id = await api.NewUser().CreateIdAsync();

        (await api.NewUser().GetAsync($"tasks/{id}/history")).ShouldBeProblem("TASK_NOT_FOUND");
    }

    private static async Task<long> ChangedAsync(ApiUser user, int times)
    {
        var id = await user.CreateIdAsync();
        for (var i = 0; i < times; i++)
        {
            await user.PatchAsync(id, $$"""{"title":"number {{i}}"}""");
        }

        return id;
    }
}
