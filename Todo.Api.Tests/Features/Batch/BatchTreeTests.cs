using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Batch;

/// <summary>Trees, lists and tags in a batch: refs, what the database refuses of one operation, and what operations do to each other.</summary>
public sealed class BatchTreeTests(TodoApi api)
{
    [Fact]
    public async Task A_ref_is_the_parent_of_what_comes_later()
    {
        var ada = api.NewUser();

        var results = await ada.RunBatchAsync(
            new { op = "create", @ref = "trip", task = new { title = "Trip" } },
            new { op = "create", @ref = "flights", task = new { title = "Flights", parent_id = "$trip" } },
            new { op = "create", task = new { title = "Groceries" } },
            new { op = "create", task = new { title = "Seats", parent_id = "$flights", completed = true } });

        Assert.Equal([201, 201, 201, 201], results.Statuses());
        var (trip, flights) = (results[0].Task().Id(), results[1].Task().Id());
        Assert.Equal(trip, results[1].Task().GetProperty("parent_id").GetInt64());
        Assert.Equal(flights, results[3].Task().GetProperty("parent_id").GetInt64());

        // Each as it was right after its operation; in the end the parents have counted.
        Assert.All(results, result => Assert.Equal((1, """{"completed":0,"total":0}"""), (result.Task().Version(), result.Task().GetProperty("subtasks").GetRawText())));
        Assert.Equal((2, """{"completed":0,"total":1}"""), ((await ada.GetAsync(trip)).Version(), (await ada.GetAsync(trip)).GetProperty("subtasks").GetRawText()));
        Assert.Equal("""{"completed":1,"total":1}""", (await ada.GetAsync(flights)).GetProperty("subtasks").GetRawText());

        // New tasks come last: level by level, and in the order of the operations within each.
        Assert.Equal(["Trip", "Groceries", "Flights", "Seats"], await ada.TitlesAsync("?sort=position"));
        await ada.CreateAsync("later");
        Assert.Equal("later", (await ada.TitlesAsync("?sort=position"))[^1]);
    }

    [Fact]
    public async Task An_update_may_move_a_task_below_a_ref()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync("old");

        var results = await ada.RunBatchAsync(
            new { op = "create", @ref = "a", task = new { title = "new" } },
            new { op = "update", task_id = id, task = new { parent_id = "$a", title = "below" } });

        Assert.Equal([201, 200], results.Statuses());
        Assert.Equal((results[0].Task().Id(), "below"), (results[1].Task().GetProperty("parent_id").GetInt64(), results[1].Task().Text("title")));
        Assert.Equal(1, (await ada.GetAsync(results[0].Task().Id())).GetProperty("subtasks").GetProperty("total").GetInt32());
    }

    [Theory]
    [InlineData("$b", "must be the ref of an earlier operation that creates a task")]
    [InlineData("$later", "must be the ref of an earlier operation that creates a task")]
    [InlineData("$", "must be the ref of an earlier operation that creates a task")]
    [InlineData("a", "must be a whole number, or null")]
    public async Task A_ref_that_is_unknown_or_comes_later_fails_alone(string parent, string message)
    {
        var ada = api.NewUser();

        var results = await ada.RunBatchAsync(
            new { op = "create", @ref = "a", task = new { title = "a" } },
            new { op = "create", task = new { title = "x", parent_id = parent } },
            new { op = "create", @ref = "later", task = new { title = "later" } });

        Assert.Equal([201, 422, 201], results.Statuses());
        Assert.Equal(message, results[1].Problem().GetProperty("errors").GetProperty("parent_id")[0].GetString());
        Assert.Equal(["a", "later"], await ada.TitlesAsync("?sort=position"));
    }

    [Fact]
    public async Task Refs_stand_in_parent_id_of_a_batch_only()
    {
        var ada = api.NewUser();

        var results = await ada.RunBatchAsync(
            new { op = "create", @ref = "a", task = new { title = "$a" } },
            new { op = "create", task = new { title = "x", list_id = "$a" } });

        Assert.Equal([201, 422], results.Statuses());
        (await ada.PostAsync(new { title = "x", parent_id = "$a" })).ShouldBeInvalid("parent_id");
    }

    [Fact]
    public async Task What_refers_to_a_task_that_was_not_created_fails_with_it_and_nothing_else_is_lost()
    {
        var ada = api.NewUser();

        var results = await ada.RunBatchAsync(
            new { op = "create", task = new { title = "first" } },
            new { op = "create", @ref = "bad", task = new { title = "bad", list_id = long.MaxValue } },
            new { op = "create", @ref = "unreadable", task = new { title = "" } },
            new { op = "create", @ref = "below", task = new { title = "below", parent_id = "$bad" } },
            new { op = "create", task = new { title = "further below", parent_id = "$below" } },
            new { op = "create", task = new { title = "below nothing", parent_id = "$unreadable" } },
            new { op = "create", @ref = "good", task = new { title = "good" } },
            new { op = "create", task = new { title = "last", parent_id = "$good" } });

        Assert.Equal([201, 422, 422, 422, 422, 422, 201, 201], results.Statuses());
        Assert.Equal("list_id: must be one of your lists", results[1].Problem().Text("detail"));
        Assert.All([results[3], results[4], results[5]], result => Assert.Equal("parent_id: refers to a task that was not created", result.Problem().Text("detail")));
        Assert.Equal(["first", "good", "last"], await ada.TitlesAsync("?sort=position"));
    }

    [Fact]
    public async Task What_the_database_refuses_is_that_operations_422()
    {
        var ada = api.NewUser();
        var ids = new List<long>();
        foreach (var _ in Enumerable.Range(0, 4))
        {
            ids.Add((await ada.CreateAsync(new { title = $"{ids.Count + 1}", parent_id = ids.Count == 0 ? (long?)null : ids[^1] })).Id());
        }

        var (other, trashed, foreign) = (await ada.CreateIdAsync("other"), (await ada.TrashAsync()).Id(), await api.NewUser().CreateIdAsync());

        var results = await ada.RunBatchAsync(
            new { op = "update", task_id = ids[0], task = new { parent_id = ids[3], title = "cycle" } },
            new { op = "update", task_id = other, task = new { parent_id = ids[3] } },
            new { op = "update", task_id = other, task = new { parent_id = ids[2], title = "moved" } },
            new { op = "create", task = new { title = "in the trash", parent_id = trashed } },
            new { op = "create", task = new { title = "foreign", parent_id = foreign } },
            new { op = "create", task = new { title = "fifth", parent_id = other } },
            new { op = "create", task = new { title = "fine", parent_id = ids[2] } },
            new { op = "complete", task_id = ids[3] });

        Assert.Equal([422, 422, 200, 422, 422, 422, 201, 200], results.Statuses());
        Assert.Equal(
            [
                "parent_id: must be neither the task itself nor one below it", "parent_id: must not lead to more than 4 levels", "parent_id: must not be in the trash",
                "parent_id: must be one of your tasks", "parent_id: must not lead to more than 4 levels",
            ],
            results.Where(result => result.Status() == 422).Select(result => result.Problem().Text("detail")));
        Assert.Equal(["1", "2", "3", "4", "moved", "fine"], await ada.TitlesAsync("?sort=position"));
        Assert.Equal("""{"completed":1,"total":3}""", (await ada.GetAsync(ids[2])).GetProperty("subtasks").GetRawText());
    }

    [Fact]
    public async Task One_refused_among_a_hundred_is_found()
    {
        var ada = api.NewUser();

        var results = await ada.RunBatchAsync([.. Enumerable.Range(0, 100).Select(i => new { op = "create", task = new { title = $"{i}", list_id = i is 37 or 99 ? 0 : (long?)null } })]);

        Assert.Equal([37, 99], Enumerable.Range(0, 100).Where(i => results[i].Status() == 422));
        Assert.Equal(Enumerable.Range(0, 100).Where(i => i is not (37 or 99)).Select(i => $"{i}"), await ada.TitlesAsync("?sort=position"));
        Assert.Equal(98L, await api.ExecuteAsync($"SELECT count(*) FROM task_changes WHERE user_id = '{ada.Id}'"));
    }

    [Fact]
    public async Task An_atomic_batch_with_one_that_the_database_refuses_does_nothing()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        var answer = await ada.BatchAsync(
            atomic: true,
            new { op = "update", task_id = id, task = new { title = "changed" } },
            new { op = "create", task = new { title = "bad", list_id = 0 } },
            new { op = "create", task = new { title = "x" } },
            new { op = "create", task = new { title = "" } });

        Assert.Equal("VALIDATION_ERROR", answer.StatusCodeShouldBe(422).Json().Text("error_code"));
        Assert.Equal([424, 422, 424, 424], answer.Results().Statuses());
        Assert.StartsWith("Nothing was done, because operation 2 failed: list_id", answer.Json().Text("detail"), StringComparison.Ordinal);
        Assert.Equal(["a task"], await ada.TitlesAsync());
    }

    [Fact]
    public async Task A_deleted_parent_takes_its_tree_along_and_later_operations_do_not_find_it()
    {
        var ada = api.NewUser();
        var root = await ada.CreateIdAsync("root");
        var child = (await ada.CreateAsync(new { title = "child", parent_id = root })).Id();
        var grandchild = (await ada.CreateAsync(new { title = "grandchild", parent_id = child })).Id();

        var results = await ada.RunBatchAsync(
            new { op = "update", task_id = grandchild, task = new { title = "still there" } },
            new { op = "delete", task_id = root },
            new { op = "update", task_id = child, task = new { title = "gone" } },
            new { op = "complete", task_id = grandchild },
            new { op = "create", task = new { title = "below", parent_id = child } },
            new { op = "delete", task_id = grandchild });

        Assert.Equal([200, 204, 404, 404, 422, 404], results.Statuses());
        Assert.Empty(await ada.ListAsync());
        Assert.Equal(3, (await ada.PageAsync("trash")).Tasks.Length);
    }

    [Fact]
    public async Task A_parent_that_got_its_subtasks_in_the_same_batch_takes_them_along_too()
    {
        var ada = api.NewUser();
        var (root, loose) = (await ada.CreateIdAsync("root"), await ada.CreateIdAsync("loose"));

        var results = await ada.RunBatchAsync(
            new { op = "create", task = new { title = "new", parent_id = root } },
            new { op = "update", task_id = loose, task = new { parent_id = root } },
            new { op = "delete", task_id = root },
            new { op = "complete", task_id = loose },
            new { op = "create", task = new { title = "too late", parent_id = root } });

        Assert.Equal([201, 200, 204, 404, 422], results.Statuses());
        Assert.Empty(await ada.ListAsync());
    }

    [Fact]
    public async Task Counts_and_versions_are_those_right_after_each_operation()
    {
        var ada = api.NewUser();
        var root = await ada.CreateIdAsync("root");
        var child = (await ada.CreateAsync(new { title = "child", parent_id = root })).Id();

        var results = await ada.RunBatchAsync(
            new { op = "update", task_id = root, task = new { title = "first" } },
            new { op = "complete", task_id = child },
            new { op = "update", task_id = root, task = new { title = "second" } },
            new { op = "create", task = new { title = "new", parent_id = root } },
            new { op = "complete", task_id = root, if_match = "5" },
            new { op = "complete", task_id = root, if_match = "6" },
            new { op = "delete", task_id = child },
            new { op = "complete", task_id = root, completed = false });

        Assert.Equal([200, 200, 200, 201, 412, 200, 204, 200], results.Statuses());
        Assert.Equal(
            [(3, 0, 1), (5, 1, 1), (7, 1, 2), (9, 0, 1)],
            new[] { results[0], results[2], results[5], results[7] }.Select(result => result.Task())
                .Select(task => (task.Version(), task.GetProperty("subtasks").GetProperty("completed").GetInt32(), task.GetProperty("subtasks").GetProperty("total").GetInt32())));
    }

    [Fact]
    public async Task Tags_come_back_in_the_spelling_that_they_have()
    {
        var ada = api.NewUser();
        var id = (await ada.CreateAsync(new { title = "x", tags = "Home".Split(',') })).Id();

        var results = await ada.RunBatchAsync(
            new { op = "create", task = new { title = "new", tags = "HOME,garden,home".Split(',') } },
            new { op = "create", task = new { title = "plain" } },
            new { op = "update", task_id = id, task = new { tags = "hOME".Split(',') } });

        Assert.Equal("""["Home","garden"]""", results[0].Task().GetProperty("tags").GetRawText());
        Assert.Empty(results[1].Task().GetProperty("tags").EnumerateArray());
        Assert.Equal("""["Home"]""", results[2].Task().GetProperty("tags").GetRawText());
    }

    [Fact]
    public async Task A_batch_with_a_key_that_the_database_refuses_in_part_is_kept()
    {
        var ada = api.NewUser();

        var first = await SendAsync();
        var again = await SendAsync();

        Assert.Equal([201, 422, 201], first.StatusCodeShouldBe(200).Results().Statuses());
        Assert.Equal(first.Json().GetRawText(), again.Json().GetRawText());
        Assert.Equal("true", again.Header("Idempotency-Replayed"));
        Assert.Equal(2, (await ada.ListAsync()).Length);

        Task<Alba.IScenarioResult> SendAsync() => ada.Scenario(_ =>
        {
            _.Send(HttpMethod.Post, $"/api/{ada.Id}/batch", """{"operations":[{"op":"create","ref":"a","task":{"title":"a"}},{"op":"create","task":{"title":"b","list_id":0}},{"op":"create","task":{"title":"c","parent_id":"$a"}}]}""");
            _.WithRequestHeader("Idempotency-Key", "\"tree\"");
        });
    }
}
