using System.Text.Json;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Changes;

public sealed class ListChangesTests(TodoApi api)
{
    [Fact]
    public async Task Without_a_token_there_is_nothing_but_the_token_of_now()
    {
        var ada = api.NewUser();
        await ada.CreateIdAsync();

        var now = await ada.ChangesAsync();

        Assert.Equal(["changed", "deleted", "next", "has_more"], now.EnumerateObject().Select(member => member.Name));
        AssertNothing(now);
        AssertNothing(await ada.ChangesAsync(now.Text("next")));
        Assert.Matches("^[A-Za-z0-9_-]+$", now.Text("next"));
    }

    [Fact]
    public async Task Tells_each_task_once_as_it_is_now_in_the_order_of_the_last_change()
    {
        var ada = api.NewUser();
        var (first, second, third) = (await ada.CreateIdAsync("first"), await ada.CreateIdAsync("second"), await ada.CreateIdAsync("untouched"));
        var start = (await ada.ChangesAsync()).Text("next");
        await ada.PatchAsync(second, """{"title":"twice"}""");
        await ada.PatchAsync(first, """{"completed":true}""");
        await ada.PatchAsync(second, """{"priority":"high"}""");

        var changes = await ada.ChangesAsync(start);

        Assert.Equal([(await ada.GetAsync(first)).GetRawText(), (await ada.GetAsync(second)).GetRawText()], changes.Changed().Select(task => task.GetRawText()));
        Assert.Empty(changes.Deleted());
        Assert.False(changes.HasMore());
        Assert.DoesNotContain(third, changes.Changed().Select(task => task.Id()));
        AssertNothing(await ada.ChangesAsync(changes.Text("next")));
    }

    [Fact]
    public async Task What_is_in_the_trash_or_gone_is_deleted_and_what_was_restored_is_changed()
    {
        var ada = api.NewUser();
        var ids = new List<long>();
        foreach (var title in new[] { "trashed", "purged", "restored", "renamed before" })
        {
            ids.Add(await ada.CreateIdAsync(title));
        }

        var start = (await ada.ChangesAsync()).Text("next");
        await ada.PatchAsync(ids[3], """{"title":"renamed"}""");
        await ada.DeleteAsync($"tasks/{ids[3]}");
        await ada.DeleteAsync($"tasks/{ids[0]}");
        await api.ExecuteAsync($"DELETE FROM tasks WHERE id = {ids[1]}");
        await ada.DeleteAsync($"tasks/{ids[2]}");
        await api.ExecuteAsync($"UPDATE tasks SET deleted_at = NULL WHERE id = {ids[2]}");

        var changes = await ada.ChangesAsync(start);

        Assert.Equal([ids[3], ids[0], ids[1]], changes.Deleted());
        Assert.Equal((await ada.GetAsync(ids[2])).GetRawText(), Assert.Single(changes.Changed()).GetRawText());
    }

    [Fact]
    public async Task Pages_count_what_changed_and_what_was_deleted_together()
    {
        var ada = api.NewUser();
        var start = (await ada.ChangesAsync()).Text("next");
        var ids = new List<long>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add(await ada.CreateIdAsync());
        }

        await ada.DeleteAsync($"tasks/{ids[3]}");

        var first = await ada.ChangesAsync(start, limit: 2);
        var second = await ada.ChangesAsync(first.Text("next"), limit: 3);

        Assert.Equal([ids[0], ids[1]], first.Changed().Select(task => task.Id()));
        Assert.True(first.HasMore());
        Assert.Equal([ids[2], ids[4]], second.Changed().Select(task => task.Id()));
        Assert.Equal([ids[3]], second.Deleted());
        Assert.False(second.HasMore());
        AssertNothing(await ada.ChangesAsync(second.Text("next"), limit: 1));
    }

    [Fact]
    public async Task Tells_nothing_of_others()
    {
        var (ada, bob) = (api.NewUser(), api.NewUser());
        var start = (await ada.ChangesAsync()).Text("next");
        await bob.CreateIdAsync();
        var ofBob = (await bob.ChangesAsync()).Text("next");

        AssertNothing(await ada.ChangesAsync(start));
        (await ada.GetAsync($"changes?since={ofBob}")).ShouldBeProblem("SYNC_TOKEN_EXPIRED");
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=501", "limit")]
    [InlineData("since=", "since")]
    [InlineData("since=abc", "since")]
    [InlineData("since=1&since=2", "since")]
    [InlineData("cursor=abc", "cursor")]
    public async Task Refuses_what_is_not_allowed(string query, string field) => (await api.NewUser().GetAsync($"changes?{query}")).ShouldBeInvalid(field);

    [Fact]
    public async Task A_cursor_of_a_list_is_no_token()
    {
        var ada = api.NewUser();
        await ada.CreateIdAsync();
        await ada.CreateIdAsync();
        var page = await ada.PageAsync("tasks?limit=1");

        var refused = await ada.GetAsync($"changes?since={Paging.CursorIn(page.Next!)}");

        refused.ShouldBeProblem("VALIDATION_ERROR", ("since", "must be a sync token of this API; take it from next, or from the id of an event"));
    }

    [Fact]
    public async Task May_be_kept_by_the_users_own_cache_that_asks_each_time()
    {
        var answer = await api.NewUser().GetAsync("changes");

        Assert.Equal("private, no-cache", answer.Header("Cache-Control"));
    }

    [Fact]
    public async Task A_token_of_a_row_that_has_left_the_log_is_expired()
    {
        var ada = api.NewUser();
        await ada.CreateIdAsync();
        var token = (await ada.ChangesAsync()).Text("next");
        await ada.CreateIdAsync();
        await api.ExecuteAsync($"DELETE FROM task_changes WHERE user_id = '{ada.Id}' AND id = (SELECT min(id) FROM task_changes WHERE user_id = '{ada.Id}')");

        var refused = (await ada.GetAsync($"changes?since={token}")).ShouldBeProblem("SYNC_TOKEN_EXPIRED");

        Assert.Contains("List the tasks again", refused.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_expires_with_the_trash_and_one_that_is_used_is_renewed()
    {
        var clock = new FakeClock(DateTimeOffset.UtcNow.AddDays(-31)); // and 31 days later it is now, as problem documents say
        await using var host = await TodoApi.HostAsync(await api.Databases.CreateAsync(), clock);
        var (ada, bob) = (host.NewUser(), host.NewUser());
        await ada.CreateIdAsync();
        var (used, unused, beforeAll) = ((await ada.ChangesAsync()).Text("next"), (await ada.ChangesAsync()).Text("next"), (await bob.ChangesAsync()).Text("next"));

        clock.Advance(TimeSpan.FromDays(29));
        used = (await ada.ChangesAsync(used)).Text("next");
        AssertNothing(await ada.ChangesAsync(unused));
        AssertNothing(await bob.ChangesAsync(beforeAll));

        clock.Advance(TimeSpan.FromDays(2));
        AssertNothing(await ada.ChangesAsync(used));
        (await ada.GetAsync($"changes?since={unused}")).ShouldBeProblem("SYNC_TOKEN_EXPIRED");
        (await bob.GetAsync($"changes?since={beforeAll}")).ShouldBeProblem("SYNC_TOKEN_EXPIRED");
    }

    [Fact]
    public async Task A_token_of_a_page_in_between_is_as_old_as_the_one_that_it_came_from()
    {
        var clock = new FakeClock(DateTimeOffset.UtcNow.AddDays(-31)); // and 31 days later it is now, as problem documents say
        await using var host = await TodoApi.HostAsync(await api.Databases.CreateAsync(), clock);
        var ada = host.NewUser();
        var start = (await ada.ChangesAsync()).Text("next");
        await ada.CreateIdAsync();
        await ada.CreateIdAsync();

        clock.Advance(TimeSpan.FromDays(29));
        var page = await ada.ChangesAsync(start, limit: 1);
        clock.Advance(TimeSpan.FromDays(2));

        Assert.True(page.HasMore());
        (await ada.GetAsync($"changes?since={page.Text("next")}")).ShouldBeProblem("SYNC_TOKEN_EXPIRED");
    }

    private static void AssertNothing(JsonElement changes)
    {
        Assert.Empty(changes.Changed());
        Assert.Empty(changes.Deleted());
        Assert.False(changes.HasMore());
    }
}
