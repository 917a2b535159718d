using Alba;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Trash;

public sealed class ListTrashTests(TodoApi api)
{
    [Fact]
    public async Task Shows_what_was_deleted_the_last_first_and_since_when()
    {
        var ada = api.NewUser();
        var before = await ada.CreateAsync(new { title = "first", description = "d", priority = "high", due_date = "2026-12-01", completed = true });
        await ada.CreateIdAsync("kept");
        await ada.DeleteAsync($"tasks/{before.Id()}");
        await ada.TrashAsync("last");

        var trash = (await ada.PageAsync("trash")).Tasks;

        Assert.Equal(["last", "first"], trash.Select(task => task.Text("title")));
        Assert.True(trash[0].Instant("deleted_at") >= trash[1].Instant("deleted_at"));
        Assert.Equal(before.EnumerateObject().Select(member => member.Name).Append("deleted_at"), trash[1].EnumerateObject().Select(member => member.Name));
        Assert.All(before.EnumerateObject().Where(member => member.Name is not ("version" or "updated_at")), member =>
            Assert.Equal(member.Value.GetRawText(), trash[1].GetProperty(member.Name).GetRawText()));
        Assert.False(Assert.Single(await ada.ListAsync()).TryGetProperty("deleted_at", out _));
    }

    [Fact]
    public async Task Is_empty_for_a_user_who_deleted_nothing_and_shows_nothing_of_others()
    {
        await api.NewUser().TrashAsync();

        var unknown = await api.NewUser().GetAsync("trash");

        Assert.Equal("[]", unknown.ReadAsText());
        Assert.Null(unknown.Header("X-Total-Count"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public async Task A_walk_gives_every_task_once_also_where_they_were_deleted_at_one_time(int limit)
    {
        var ada = api.NewUser();
        var ids = new List<long>();
        for (var i = 0; i < 7; i++)
        {
            ids.Insert(0, (await ada.TrashAsync($"{i}")).Id());
        }

        Assert.Equal(ids, (await ada.WalkAsync($"trash?limit={limit}", limit)).Select(task => task.Id()));

        await api.ExecuteAsync($"UPDATE tasks SET deleted_at = '2026-11-01T00:00:00Z' WHERE user_id = '{ada.Id}'");
        Assert.Equal(ids, (await ada.WalkAsync($"trash?limit={limit}", limit)).Select(task => task.Id()));
    }

    [Fact]
    public async Task A_walk_neither_repeats_nor_skips_a_task_while_others_come_and_go()
    {
        var ada = api.NewUser();
        var ids = new List<long>();
        for (var i = 0; i < 6; i++)
        {
            ids.Insert(0, (await ada.TrashAsync($"{i}")).Id());
        }

        var first = await ada.PageAsync("trash?limit=2");
        await ada.SendAsync(HttpMethod.Post, $"trash/{ids[1]}/restore");
        await ada.DeleteAsync($"trash/{ids[3]}");
        await ada.TrashAsync("new");

        Assert.Equal([ids[2], ids[4], ids[5]], (await ada.WalkAsync(first.Next!)).Select(task => task.Id()));
    }

    [Fact]
    public async Task Finds_all_words_in_title_or_description_and_keeps_them_on_the_next_page()
    {
        var ada = api.NewUser();
        await ada.TrashAsync("Straße kehren");
        await ada.TrashAsync("Milch");
        await ada.TrashAsync("kehren in der STRASSE, 100 %");
        await ada.CreateIdAsync("Straße kehren, nicht im Müll");

        var found = await ada.WalkAsync("trash?search=strasse++KEHREN&limit=1", 1);

        Assert.Equal(["kehren in der STRASSE, 100 %", "Straße kehren"], found.Select(task => task.Text("title")));
        Assert.Equal(["kehren in der STRASSE, 100 %"], (await ada.PageAsync("trash?q=%25&per_page=5")).Titles);
        Assert.Equal(3, (await ada.PageAsync("trash?search=")).Tasks.Length);
        Assert.Empty((await ada.PageAsync($"trash?search={string.Join('+', Enumerable.Range(0, 100).Select(_ => "x"))}")).Tasks);
    }

    [Theory]
    [InlineData("page=1", "page")]
    [InlineData("offset=0", "offset")]
    [InlineData("skip=0", "skip")]
    [InlineData("sort=title", "sort")]
    [InlineData("order=asc", "order")]
    [InlineData("status=pending", "status")]
    [InlineData("completed=true", "completed")]
    [InlineData("priority=low", "priority")]
    [InlineData("count=true", "count")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=501", "limit")]
    [InlineData("limit=1&per_page=1", "per_page")]
    [InlineData("cursor=garbage", "cursor")]
    [InlineData("search=%00", "search")]
    public async Task Refuses_what_it_does_not_know(string query, string blamed)
    {
        var response = await api.NewUser().GetAsync($"trash?{query}");

        response.ShouldBeInvalid(blamed);
    }

    [Theory]
    [InlineData("tasks?limit=1", "trash")]
    [InlineData("trash?limit=1", "tasks")]
    [InlineData("trash?limit=1", "trash?search=task")]
    [InlineData("trash?limit=1&search=task", "trash?search=a")]
    public async Task Refuses_the_cursor_of_another_list(string list, string other)
    {
        var ada = api.NewUser();
        for (var i = 0; i < 2; i++)
        {
            await ada.CreateIdAsync();
            await ada.TrashAsync();
        }

        var response = await ada.GetAsync($"{other}{(other.Contains('?', StringComparison.Ordinal) ? '&' : '?')}cursor={await ada.CursorAsync(list)}");

        response.ShouldBeInvalid("cursor");
    }

    [Fact]
    public async Task Has_a_weak_tag_and_is_a_304_until_it_changes()
    {
        var ada = api.NewUser();
        var id = (await ada.TrashAsync()).Id();
        await ada.TrashAsync("another");

        var tag = (await ada.GetAsync("trash")).Header("ETag")!;
        Assert.StartsWith("W/\"", tag, StringComparison.Ordinal);
        Assert.Equal(304, (await AskAgainAsync(tag)).Status());

        await ada.SendAsync(HttpMethod.Post, $"trash/{id}/restore");
        var changed = await AskAgainAsync(tag);

        Assert.Equal((200, "private, no-cache"), (changed.Status(), changed.Header("Cache-Control")));
        Assert.Single(changed.Json().EnumerateArray());

        Task<IScenarioResult> AskAgainAsync(string tag) => ada.Scenario(_ =>
        {
            _.Send(HttpMethod.Get, $"/api/{ada.Id}/trash");
            _.WithRequestHeader("If-None-Match", tag);
            _.IgnoreStatusCode();
        });
    }
}
