using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Lists;

public sealed class DeleteListTests(TodoApi api)
{
    [Fact]
    public async Task Deletes_a_list_without_tasks()
    {
        var ada = api.NewUser();
        var list = (await ada.CreateListAsync("x")).Id();

        Assert.Equal("", (await ada.DeleteAsync($"lists/{list}")).StatusCodeShouldBe(204).ReadAsText());

        (await ada.GetAsync($"lists/{list}")).ShouldBeProblem("LIST_NOT_FOUND");
        (await ada.DeleteAsync($"lists/{list}")).ShouldBeProblem("LIST_NOT_FOUND");
        (await ada.PostAsync(new { title = "x", list_id = list })).ShouldBeProblem("VALIDATION_ERROR", ("list_id", "must be one of your lists"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?user_id=me")]
    public async Task A_list_with_tasks_is_kept_until_it_is_said_what_becomes_of_them(string query)
    {
        var ada = api.NewUser();
        var list = (await ada.CreateListAsync("x")).Id();
        var task = await ada.CreateAsync(new { title = "x", list_id = list, completed = true });

        (await ada.DeleteAsync($"lists/{list}{query}")).ShouldBeProblem("LIST_NOT_EMPTY");

        Assert.Equal((0, 1), (await ada.GetListAsync(list)).Counts());
        Assert.Equal(task.GetRawText(), (await ada.GetAsync(task.Id())).GetRawText());
    }

    [Theory]
    [InlineData("tasks=")]
    [InlineData("tasks=delete")]
    [InlineData("tasks=keep,trash")]
    [InlineData("tasks=keep&tasks=trash")]
    public async Task Refuses_another_word(string query)
    {
        var ada = api.NewUser();
        var list = (await ada.CreateListAsync("x")).Id();

        (await ada.DeleteAsync($"lists/{list}?{query}")).ShouldBeInvalid("tasks");
        await ada.GetListAsync(list);
    }

    [Fact]
    public async Task Tasks_in_the_trash_do_not_keep_a_list_and_come_back_to_the_inbox()
    {
        var ada = api.NewUser();
        var list = (await ada.CreateListAsync("x")).Id();
        var task = (await ada.CreateAsync(new { title = "x", list_id = list })).Id();
        await ada.DeleteAsync($"tasks/{task}");
        var deletedAt = (await ada.GetAsync("trash")).Json()[0].Text("deleted_at");

        (await ada.DeleteAsync($"lists/{list}")).StatusCodeShouldBe(204);

        Assert.Equal(deletedAt, (await ada.GetAsync("trash")).Json()[0].Text("deleted_at"));
        Assert.True((await ada.SendAsync(HttpMethod.Post, $"trash/{task}/restore")).StatusCodeShouldBe(200).Json().IsNull("list_id"));
    }

    [Fact]
    public async Task Keep_moves_the_tasks_to_the_inbox()
    {
        var ada = api.NewUser();
        var (list, other) = ((await ada.CreateListAsync("x")).Id(), (await ada.CreateListAsync("other")).Id());
        var kept = (await ada.CreateAsync(new { title = "kept", list_id = list })).Id();
        var below = (await ada.CreateAsync(new { title = "below", list_id = list, parent_id = kept })).Id();
        var elsewhere = await ada.CreateAsync(new { title = "elsewhere", list_id = other });

        (await ada.DeleteAsync($"lists/{list}?tasks=keep")).StatusCodeShouldBe(204);

        Assert.Equal(["below", "kept"], await ada.TitlesAsync("?list_id=none"));
        Assert.Equal(kept, (await ada.GetAsync(below)).GetProperty("parent_id").GetInt64());
        Assert.Equal(elsewhere.GetRawText(), (await ada.GetAsync(elsewhere.Id())).GetRawText());
        Assert.Equal($$$"""{"list_id":{"from":{{{list}}},"to":null}}""", (await ada.HistoryAsync(kept))[0].GetProperty("changes").GetRawText());
        Assert.Equal((1, 1), (await ada.GetListAsync(other)).Counts());
        Assert.Empty((await ada.GetAsync("trash")).Json().EnumerateArray());
    }

    [Fact]
    public async Task Trash_takes_the_tasks_and_what_is_below_them_which_come_back_together()
    {
        var ada = api.NewUser();
        var list = (await ada.CreateListAsync("x")).Id();
        var top = (await ada.CreateAsync(new { title = "top", list_id = list })).Id();
        var middle = (await ada.CreateAsync(new { title = "middle", parent_id = top })).Id();
        var bottom = (await ada.CreateAsync(new { title = "bottom", parent_id = middle, list_id = list })).Id();
        var above = (await ada.CreateAsync("above")).Id();
        var child = (await ada.CreateAsync(new { title = "child", parent_id = above, list_id = list })).Id();
        var earlier = (await ada.CreateAsync(new { title = "earlier", parent_id = top, list_id = list })).Id();
        await ada.DeleteAsync($"tasks/{earlier}");
        var token = (await ada.GetAsync("changes")).Json().Text("next");

        (await ada.DeleteAsync($"lists/{list}?tasks=trash")).StatusCodeShouldBe(204);

        Assert.Equal(["above"], await ada.TitlesAsync());
        Assert.Equal("""{"completed":0,"total":0}""", (await ada.GetAsync(above)).GetProperty("subtasks").GetRawText());
        Assert.Equal(5, (await ada.GetAsync("trash")).Json().GetArrayLength());
        Assert.Equal([top, middle, bottom, child], (await ada.GetAsync($"changes?since={token}")).Json().GetProperty("deleted").EnumerateArray().Select(id => id.GetInt64()).Order().Except([earlier]).Order());

        // The tree comes back whole, but for what went to the trash before; its list is gone.
        var restored = (await ada.SendAsync(HttpMethod.Post, $"trash/{top}/restore")).StatusCodeShouldBe(200).Json();
        Assert.True(restored.IsNull("list_id"));
        Assert.Equal("""{"completed":0,"total":1}""", restored.GetProperty("subtasks").GetRawText());
        Assert.Equal(["above", "bottom", "middle", "top"], (await ada.TitlesAsync()).Order());
        Assert.True((await ada.GetAsync(bottom)).IsNull("list_id"));
    }

    [Theory]
    [InlineData("keep")]
    [InlineData("trash")]
    public async Task Undoing_what_a_deleted_list_did_brings_back_the_task_without_the_list(string tasks)
    {
        var ada = api.NewUser();
        var list = (await ada.CreateListAsync("x")).Id();
        var task = (await ada.CreateAsync(new { title = "x", list_id = list })).Id();
        await ada.DeleteAsync($"lists/{list}?tasks={tasks}");

        var undone = await ada.UndoAsync((await ada.HistoryAsync(task))[0].Id());

        Assert.True(undone.StatusCodeShouldBe(200).Json().IsNull("list_id"));
        Assert.Equal(["x"], await ada.TitlesAsync());
    }

    [Theory]
    [InlineData("keep", 10_000, 0)]
    [InlineData("trash", 0, 10_000)]
    public async Task Ten_thousand_tasks_are_no_hindrance(string tasks, int live, int trashed)
    {
        var ada = api.NewUser();
        var list = (await ada.CreateListAsync("x")).Id();
        await api.ExecuteAsync(
            $"""
            DO $$ BEGIN FOR i IN 1..20 LOOP
                INSERT INTO tasks (user_id, title, completed, priority, due_is_date, list_id, created_at, updated_at)
                SELECT '{ada.Id}', 'task', false, 2, false, {list}, now(), now() FROM generate_series(1, 500);
                COMMIT;
            END LOOP; END $$
            """);

        (await ada.DeleteAsync($"lists/{list}?tasks={tasks}")).StatusCodeShouldBe(204);

        Assert.Equal(live, (await ada.PageAsync("tasks?limit=1&page=1")).TotalCount);
        Assert.Equal((long)trashed, await api.ExecuteAsync($"SELECT count(*) FROM tasks WHERE user_id = '{ada.Id}' AND deleted_at IS NOT NULL AND list_id IS NULL"));
    }

    [Fact]
    public async Task Parallel_deletions_and_writes_leave_no_task_in_a_list_that_is_gone()
    {
        var ada = api.NewUser();
        var list = (await ada.CreateListAsync("x")).Id();
        await ada.CreateAsync(new { title = "first", list_id = list });

        var answers = await Task.WhenAll(
        [
            .. Enumerable.Range(0, 10).Select(i => ada.PostAsync(new { title = $"{i}", list_id = list })),
            .. Enumerable.Range(0, 3).Select(_ => ada.DeleteAsync($"lists/{list}?tasks=trash")),
            .. Enumerable.Range(0, 3).Select(i => ada.SendAsync(HttpMethod.Patch, $"lists/{list}", $$"""{"name":"{{i}}"}""")),
        ]);

        Assert.All(answers, answer => Assert.Contains(answer.Status(), (int[])[200, 201, 204, 404, 422]));
        Assert.Single(answers, answer => answer.Status() == 204);
        Assert.Empty(await ada.ListAsync());
        Assert.Equal(1 + answers.Count(answer => answer.Status() == 201), (await ada.GetAsync("trash?limit=500")).Json().GetArrayLength());
    }
}
