using System.Text.Json;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Tasks;

public sealed class SubtaskTests(TodoApi api)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_tree_has_four_levels_and_each_parent_counts_its_own()
    {
        var ada = api.NewUser();
        var ids = await TreeAsync(ada, ("1", null), ("2", "1"), ("3", "2"), ("4", "3"), ("2b", "1"));
        await ada.PatchAsync(ids["2b"], """{"completed":true}""");

        var fifth = await ada.PostAsync(new { title = "5", parent_id = ids["4"] });

        fifth.ShouldBeProblem("VALIDATION_ERROR", ("parent_id", "must not lead to more than 4 levels"));
        Assert.Equal(["1 1/2", "2 0/1", "2b 0/0", "3 0/1", "4 0/0"], await CountsAsync(ada));
        Assert.Equal(["2b", "2"], await ada.TitlesAsync($"?parent_id={ids["1"]}"));
        Assert.Equal(["2b"], await ada.TitlesAsync($"?parent_id={ids["1"]}&completed=true&sort=position"));
        Assert.Equal(["1"], await ada.TitlesAsync("?parent_id=none"));
        Assert.Equal(["1"], await ada.TitlesAsync("?parent_id=NONE&count=true"));
        Assert.Empty(await ada.TitlesAsync($"?parent_id={ids["4"]}"));
        Assert.Empty(await ada.TitlesAsync($"?parent_id={await api.NewUser().CreateIdAsync()}"));
        (await ada.GetAsync("tasks?parent_id=x")).ShouldBeProblem("VALIDATION_ERROR", ("parent_id", "must be an id or none"));
        (await ada.GetAsync("tasks?parent=none")).ShouldBeInvalid("parent");
    }

    [Fact]
    public async Task A_cursor_belongs_to_its_parent()
    {
        var ada = api.NewUser();
        var ids = await TreeAsync(ada, ("1", null), ("2", "1"), ("3", "1"), ("4", "1"));

        var walked = await ada.WalkAsync($"tasks?parent_id={ids["1"]}&limit=1&order=asc", 1);
        var cursor = await ada.CursorAsync($"tasks?parent_id={ids["1"]}&limit=1");

        Assert.Equal(["2", "3", "4"], walked.Select(task => task.Text("title")));
        (await ada.GetAsync($"tasks?parent_id=none&cursor={cursor}")).ShouldBeInvalid("cursor");
    }

    [Fact]
    public async Task A_tree_is_moved_below_another_and_out_again()
    {
        var ada = api.NewUser();
        var ids = await TreeAsync(ada, ("a", null), ("b", "a"), ("x", null), ("y", "x"), ("z", "y"));

        await ada.PatchAsync(ids["x"], $$"""{"parent_id":{{ids["a"]}}}""");
        Assert.Equal(["a 0/2", "b 0/0", "x 0/1", "y 0/1", "z 0/0"], await CountsAsync(ada));

        var tooDeep = await ada.SendAsync(HttpMethod.Patch, $"tasks/{ids["x"]}", new { parent_id = ids["b"] });
        tooDeep.ShouldBeProblem("VALIDATION_ERROR", ("parent_id", "must not lead to more than 4 levels"));

        var done = await ada.PatchAsync(ids["x"], """{"parent_id":null,"completed":true}""");
        Assert.True(done.IsNull("parent_id"));
        Assert.Equal(["a 0/1", "b 0/0", "x 0/1", "y 0/1", "z 0/0"], await CountsAsync(ada));

        await ada.PatchAsync(ids["x"], $$"""{"parent_id":{{ids["a"]}}}""");
        Assert.Equal("a 1/2", (await CountsAsync(ada))[0]);
    }

    [Fact]
    public async Task No_task_is_below_itself()
    {
        var ada = api.NewUser();
        var ids = await TreeAsync(ada, ("a", null), ("b", "a"), ("c", "b"));

        foreach (var title in (string[])["a", "b", "c"])
        {
            var refused = await ada.SendAsync(HttpMethod.Patch, $"tasks/{ids["a"]}", new { parent_id = ids[title] });

            refused.ShouldBeProblem("VALIDATION_ERROR", ("parent_id", "must be neither the task itself nor one below it"));
        }

        Assert.Equal(["a 0/1", "b 0/1", "c 0/0"], await CountsAsync(ada));
    }

    [Fact]
    public async Task A_parent_is_a_live_task_of_the_same_user()
    {
        var ada = api.NewUser();
        var child = await ada.CreateIdAsync();
        var (foreign, trashed) = (await api.NewUser().CreateIdAsync(), (await ada.TrashAsync()).Id());

        foreach (var (parent, message) in ((long, string)[])[(foreign, "must be one of your tasks"), (long.MaxValue, "must be one of your tasks"), (0, "must be one of your tasks"), (trashed, "must not be in the trash")])
        {
            (await ada.PostAsync(new { title = "x", parent_id = parent })).ShouldBeProblem("VALIDATION_ERROR", ("parent_id", message));
            (await ada.SendAsync(HttpMethod.Put, $"tasks/{child}", new { parent_id = parent })).ShouldBeProblem("VALIDATION_ERROR", ("parent_id", message));
        }

        Assert.Single(await ada.ListAsync());
    }

    [Fact]
    public async Task Counts_give_the_parent_a_version_and_a_change_but_no_history()
    {
        var ada = api.NewUser();
        var parent = await ada.CreateAsync("parent");
        var token = (await ada.GetAsync("changes")).Json().Text("next");

        var child = (await ada.CreateAsync(new { title = "child", parent_id = parent.Id() })).Id();
        await ada.SendAsync(HttpMethod.Patch, $"tasks/{child}/complete");
        await ada.PatchAsync(child, """{"title":"no count changes"}""");

        var counted = await ada.GetAsync(parent.Id());
        Assert.Equal((3, "1/1"), (counted.Version(), Counts(counted)));
        Assert.True(counted.Instant("updated_at") > parent.Instant("updated_at"));
        Assert.Equal(["task.created"], (await ada.HistoryAsync(parent.Id())).Select(change => change.Text("type")));
        Assert.Contains(parent.Id(), (await ada.GetAsync($"changes?since={token}")).Json().GetProperty("changed").EnumerateArray().Select(task => task.Id()));

        var stale = await ada.Scenario(_ =>
        {
            _.Send(HttpMethod.Patch, $"{ada.Tasks}/{parent.Id()}", """{"title":"stale"}""");
            _.WithRequestHeader("If-Match", "\"1\"");
            _.StatusCodeShouldBe(412);
        });
        Assert.Equal(counted.GetRawText(), stale.ShouldBeProblem("PRECONDITION_FAILED").GetProperty("current").GetRawText());
    }

    [Fact]
    public async Task Completing_leaves_subtasks_alone()
    {
        var ada = api.NewUser();
        var ids = await TreeAsync(ada, ("a", null), ("b", "a"));

        await ada.SendAsync(HttpMethod.Patch, $"tasks/{ids["a"]}/complete");

        Assert.Equal(["a"], await ada.TitlesAsync("?completed=true"));
        Assert.Equal(1, (await ada.GetAsync(ids["b"])).Version());
    }

    [Fact]
    public async Task The_trash_takes_a_tree_along_and_gives_back_what_went_along()
    {
        var ada = api.NewUser();
        var ids = await TreeAsync(ada, ("root", null), ("1", "root"), ("11", "1"), ("111", "11"), ("2", "root"), ("21", "2"), ("3", "root"));
        await ada.PatchAsync(ids["3"], """{"completed":true}""");
        await ada.DeleteAsync($"tasks/{ids["2"]}");
        Assert.Equal("root 1/2", (await CountsAsync(ada))[^1]);

        await ada.DeleteAsync($"tasks/{ids["root"]}");
        Assert.Empty(await ada.ListAsync());
        Assert.Equal(7, (await ada.PageAsync("trash")).Tasks.Length);

        var root = await RestoreAsync(ada, ids["root"]);
        Assert.Equal("1/2", Counts(root));
        Assert.Equal(["1 0/1", "11 0/1", "111 0/0", "3 0/0", "root 1/2"], await CountsAsync(ada));

        Assert.Equal(ids["root"], (await RestoreAsync(ada, ids["2"])).GetProperty("parent_id").GetInt64());
        Assert.Equal(["1 0/1", "11 0/1", "111 0/0", "2 0/1", "21 0/0", "3 0/0", "root 1/3"], await CountsAsync(ada));
        Assert.Equal(["task.restored", "task.deleted", "task.created"], (await ada.HistoryAsync(ids["111"])).Select(change => change.Text("type")));
    }

    [Fact]
    public async Task A_subtask_restored_before_its_parent_has_none_and_takes_its_own_along()
    {
        var ada = api.NewUser();
        var ids = await TreeAsync(ada, ("a", null), ("b", "a"), ("c", "b"), ("d", "a"));
        await ada.DeleteAsync($"tasks/{ids["a"]}");

        var alone = await RestoreAsync(ada, ids["b"]);
        Assert.Equal((true, "0/1"), (alone.IsNull("parent_id"), Counts(alone)));
        Assert.Equal(["b 0/1", "c 0/0"], await CountsAsync(ada));

        await RestoreAsync(ada, ids["a"]);
        Assert.Equal(["a 0/1", "b 0/1", "c 0/0", "d 0/0"], await CountsAsync(ada));
    }

    [Fact]
    public async Task Purging_a_parent_leaves_what_is_below()
    {
        var ada = api.NewUser();
        var ids = await TreeAsync(ada, ("a", null), ("b", "a"), ("c", "b"));
        await ada.DeleteAsync($"tasks/{ids["a"]}");

        (await ada.DeleteAsync($"trash/{ids["a"]}")).StatusCodeShouldBe(204);
        Assert.Equal(2, (await ada.PageAsync("trash")).Tasks.Length);

        Assert.True((await RestoreAsync(ada, ids["b"])).IsNull("parent_id"));
        Assert.Equal(["b 0/1", "c 0/0"], await CountsAsync(ada));
    }

    [Fact]
    public async Task Purging_one_in_between_leaves_what_is_below_it_in_the_trash()
    {
        var ada = api.NewUser();
        var ids = await TreeAsync(ada, ("a", null), ("b", "a"), ("c", "b"), ("d", "a"));
        await ada.DeleteAsync($"tasks/{ids["a"]}");
        (await ada.DeleteAsync($"trash/{ids["b"]}")).StatusCodeShouldBe(204);

        Assert.Equal("0/1", Counts(await RestoreAsync(ada, ids["a"])));
        Assert.Equal(["a 0/1", "d 0/0"], await CountsAsync(ada));
        Assert.True((await RestoreAsync(ada, ids["c"])).IsNull("parent_id"));

        (await ada.DeleteAsync("trash")).StatusCodeShouldBe(204);
        Assert.Equal(["a 0/1", "c 0/0", "d 0/0"], await CountsAsync(ada));
    }

    [Fact]
    public async Task What_is_in_the_trash_has_no_level_until_it_is_back()
    {
        var ada = api.NewUser();
        var ids = await TreeAsync(ada, ("a", null), ("b", "a"), ("c", "b"), ("x", null), ("y", "x"));
        await ada.DeleteAsync($"tasks/{ids["y"]}");

        // Level four now, and what is in the trash below it would be five.
        await ada.PatchAsync(ids["x"], $$"""{"parent_id":{{ids["c"]}}}""");
        Assert.True((await RestoreAsync(ada, ids["y"])).IsNull("parent_id"));

        // A tree that no longer fits where it was.
        await ada.PatchAsync(ids["x"], """{"parent_id":null}""");
        await ada.PatchAsync(ids["y"], $$"""{"parent_id":{{ids["x"]}}}""");
        await ada.PatchAsync(ids["x"], $$"""{"parent_id":{{ids["b"]}}}""");
        await ada.DeleteAsync($"tasks/{ids["x"]}");
        await ada.PatchAsync(ids["a"], $$"""{"parent_id":{{await ada.CreateIdAsync("top")}}}""");
        var restored = await RestoreAsync(ada, ids["x"]);
        Assert.Equal((true, "0/1"), (restored.IsNull("parent_id"), Counts(restored)));
        Assert.Equal(["a 0/1", "b 0/1", "c 0/0", "top 0/1", "x 0/1", "y 0/0"], await CountsAsync(ada));
    }

    [Fact]
    public async Task Undoing_sets_back_trees_and_counts()
    {
        var ada = api.NewUser();
        var ids = await TreeAsync(ada, ("a", null), ("b", "a"), ("c", "b"), ("d", null));

        // A move, and the same again.
        await ada.PatchAsync(ids["b"], $$"""{"parent_id":{{ids["d"]}}}""");
        var move = (await ada.HistoryAsync(ids["b"]))[0];
        Assert.Equal(["parent_id"], move.GetProperty("changes").EnumerateObject().Select(member => member.Name));
        Assert.Equal(ids["a"], (await ada.UndoAsync(move.Id())).StatusCodeShouldBe(200).Json().GetProperty("parent_id").GetInt64());
        Assert.Equal(["a 0/1", "b 0/1", "c 0/0", "d 0/0"], await CountsAsync(ada));

        // A tree in the trash, back, and in the trash again.
        await ada.DeleteAsync($"tasks/{ids["a"]}");
        await UndoLatestAsync(ada, ids["a"]);
        Assert.Equal(["a 0/1", "b 0/1", "c 0/0", "d 0/0"], await CountsAsync(ada));
        await UndoLatestAsync(ada, ids["a"]);
        Assert.Equal(["d 0/0"], await CountsAsync(ada));
        await UndoLatestAsync(ada, ids["a"]);

        // What created a parent.
        var created = (await ada.HistoryAsync(ids["a"]))[^1].Id();
        await ada.UndoAsync(created);
        Assert.Equal(["d 0/0"], await CountsAsync(ada));
    }

    [Fact]
    public async Task An_undo_that_the_tree_no_longer_allows_is_a_conflict()
    {
        var ada = api.NewUser();
        var ids = await TreeAsync(ada, ("a", null), ("b", "a"), ("c", null));
        await ada.PatchAsync(ids["b"], """{"parent_id":null}""");
        var left = (await ada.HistoryAsync(ids["b"]))[0].Id();

        await ada.PatchAsync(ids["a"], $$"""{"parent_id":{{ids["b"]}}}""");
        var cycle = await ada.UndoAsync(left);
        await ada.PatchAsync(ids["a"], """{"parent_id":null}""");
        await ada.DeleteAsync($"tasks/{ids["a"]}");
        var trashed = await ada.UndoAsync(left);
        await ada.DeleteAsync($"trash/{ids["a"]}");
        var purged = await ada.UndoAsync(left);

        Assert.All([cycle, trashed, purged], refused => Assert.Equal(ids["b"], refused.ShouldBeProblem("CONFLICT").GetProperty("current").Id()));
        Assert.Equal(["b 0/0", "c 0/0"], await CountsAsync(ada));
    }

    [Fact]
    public async Task Twenty_parallel_creates_below_one_parent_are_all_counted()
    {
        var ada = api.NewUser();
        var parent = await ada.CreateIdAsync();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => ada.CreateAsync(new { title = $"{i}", parent_id = parent, completed = i % 2 == 0 }))));

        var counted = await ada.GetAsync(parent);
        Assert.Equal(("10/20", 21), (Counts(counted), counted.Version()));
    }

    [Fact]
    public async Task Of_two_parallel_moves_that_would_make_a_cycle_or_a_fifth_level_one_is_refused()
    {
        for (var round = 0; round < 10; round++)
        {
            var ada = api.NewUser();
            var ids = await TreeAsync(ada, ("a", null), ("b", null), ("c", null), ("d", "c"), ("e", null), ("f", "e"), ("g", null));

            var cycle = await Task.WhenAll(MoveAsync("a", "b"), MoveAsync("b", "a"));
            var levels = await Task.WhenAll(MoveAsync("c", "f"), MoveAsync("e", "g"));

            Assert.Equal([200, 422], cycle.Order());
            Assert.Equal([200, 422], levels.Order());

            Task<int> MoveAsync(string title, string parent) => Task.Run(async () => (await ada.SendAsync(HttpMethod.Patch, $"tasks/{ids[title]}", new { parent_id = ids[parent] })).Status());
        }
    }

    [Fact]
    public async Task Parallel_writes_of_parents_and_children_all_come_through_and_count_right()
    {
        var ada = api.NewUser();
        var ids = await TreeAsync(ada, ("a", null), ("b", "a"), ("c", "b"), ("d", null), ("e", "d"), ("f", "d"));
        var titles = ids.Keys.ToArray();

        await Task.WhenAll(Enumerable.Range(0, 12).Select(writer => Task.Run(async () =>
        {
            var random = new Random(writer);
            for (var i = 0; i < 20; i++)
            {
                var (one, other) = (ids[titles[random.Next(titles.Length)]], ids[titles[random.Next(titles.Length)]]);
                var answer = await (random.Next(7) switch
                {
                    0 => ada.SendAsync(HttpMethod.Patch, $"tasks/{one}", new { parent_id = other }),
                    1 => ada.SendAsync(HttpMethod.Patch, $"tasks/{one}", """{"parent_id":null}"""),
                    2 => ada.DeleteAsync($"tasks/{one}"),
                    3 or 4 => ada.SendAsync(HttpMethod.Post, $"trash/{one}/restore"),
                    5 => ada.SendAsync(HttpMethod.Post, "batch", new { operations = new object[] { new { op = "complete", task_id = one }, new { op = "update", task_id = other, task = new { parent_id = one } } } }),
                    _ => ada.SendAsync(HttpMethod.Patch, $"tasks/{one}/complete"),
                });
                Assert.True(answer.Status() is 200 or 204 or 404 or 422, $"{answer.Status()}: {answer.ReadAsText()}");
            }
        }, Ct)));

        // What is counted is what is there, no parent is in the trash, and no tree has more than four levels or bites its tail.
        Assert.Equal(0L, await api.ExecuteAsync(
            $"""
            SELECT count(*) FROM tasks AS parent WHERE user_id = '{ada.Id}' AND deleted_at IS NULL AND (subtasks_total, subtasks_completed) <> (
                SELECT count(*)::int, (count(*) FILTER (WHERE completed))::int FROM tasks WHERE user_id = parent.user_id AND parent_id = parent.id AND deleted_at IS NULL)
            """));
        Assert.Equal(0L, await api.ExecuteAsync(
            $"""
            SELECT count(*) FROM tasks AS child JOIN tasks AS parent ON parent.user_id = child.user_id AND parent.id = child.parent_id
            WHERE child.user_id = '{ada.Id}' AND child.deleted_at IS NULL AND parent.deleted_at IS NOT NULL
            """));
        Assert.Equal(await api.ExecuteAsync($"SELECT count(*) FROM tasks WHERE user_id = '{ada.Id}' AND deleted_at IS NULL"), await api.ExecuteAsync(
            $"""
            WITH RECURSIVE tree AS (
                SELECT id, 1 AS level FROM tasks WHERE user_id = '{ada.Id}' AND deleted_at IS NULL AND parent_id IS NULL
                UNION ALL SELECT child.id, level + 1 FROM tree JOIN tasks AS child ON child.user_id = '{ada.Id}' AND child.parent_id = tree.id AND child.deleted_at IS NULL)
            SELECT count(*) FROM tree WHERE level <= 4
            """));
    }

    [Fact]
    public async Task A_user_who_is_removed_takes_their_trees_along()
    {
        var ada = api.NewUser();
        var ids = await TreeAsync(ada, ("a", null), ("b", "a"), ("c", "b"), ("d", null), ("e", "d"));
        await ada.DeleteAsync($"tasks/{ids["d"]}");

        await api.ExecuteAsync($"DELETE FROM users WHERE id = '{ada.Id}'");

        Assert.Equal(0L, await api.ExecuteAsync($"SELECT count(*) FROM tasks WHERE user_id = '{ada.Id}'"));
    }

    private static async Task<Dictionary<string, long>> TreeAsync(ApiUser user, params (string Title, string? Parent)[] tasks)
    {
        var ids = new Dictionary<string, long>();
        foreach (var (title, parent) in tasks)
        {
            ids[title] = (await user.CreateAsync(new { title, parent_id = parent is null ? (long?)null : ids[parent] })).Id();
        }

        return ids;
    }

    private static async Task<JsonElement> RestoreAsync(ApiUser user, long id) => (await user.SendAsync(HttpMethod.Post, $"trash/{id}/restore")).StatusCodeShouldBe(200).Json();

    private static async Task UndoLatestAsync(ApiUser user, long id) => (await user.UndoAsync((await user.HistoryAsync(id))[0].Id())).StatusCodeShouldBe(200);

    private static string Counts(JsonElement task) => $"{task.GetProperty("subtasks").GetProperty("completed")}/{task.GetProperty("subtasks").GetProperty("total")}";

    private static async Task<string[]> CountsAsync(ApiUser user) => [.. (await user.ListAsync("?sort=title&order=asc")).Select(task => $"{task.Text("title")} {Counts(task)}")];
}
