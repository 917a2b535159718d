using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Batch;

public sealed class RunBatchTests(TodoApi api)
{
    [Fact]
    public async Task Carries_out_operations_and_answers_each_as_a_single_request()
    {
        var ada = api.NewUser();
        var (first, second, third) = (await ada.CreateIdAsync("first"), await ada.CreateIdAsync("second"), await ada.CreateIdAsync("third"));

        var results = await ada.RunBatchAsync(
            new { op = "create", @ref = "a", task = new { title = " Trip ", priority = "HIGH", dueDate = "2026-12-01" } },
            new { op = "update", task_id = first, task = new { title = "First", description = "the first", id = 99 } },
            new { op = "complete", task_id = second },
            new { op = "delete", task_id = third },
            new { op = "update", task_id = third, task = new { title = "x" } });

        Assert.Equal([201, 200, 200, 204, 404], results.Statuses());
        Assert.Equal(("Trip", "high", "2026-12-01", 1), (results[0].Task().Text("title"), results[0].Task().Text("priority"), results[0].Task().Text("due_date"), results[0].Task().Version()));
        Assert.Equal(("First", "the first", 2), (results[1].Task().Text("title"), results[1].Task().Text("description"), results[1].Task().Version()));
        Assert.True(results[2].Task().IsCompleted());
        Assert.Equal(["status"], results[3].EnumerateObject().Select(member => member.Name));

        // What was answered is what is there.
        foreach (var task in results.Take(3).Select(result => result.Task()))
        {
            Assert.Equal(task.GetRawText(), (await ada.GetAsync(task.Id())).GetRawText());
        }

        Assert.Equal(3, (await ada.ListAsync()).Length);
        (await ada.GetAsync($"tasks/{third}")).ShouldBeProblem("TASK_NOT_FOUND");
    }

    [Fact]
    public async Task Is_there_without_the_users_id_too()
    {
        var ada = api.NewUser();

        var answer = await ada.SendAsync(HttpMethod.Post, "/api/batch", """{"operations":[{"op":"create","task":{"title":"x"}}]}""");

        Assert.Equal([201], answer.StatusCodeShouldBe(200).Results().Statuses());
        Assert.Null(answer.Header("ETag"));
    }

    [Fact]
    public async Task Creates_in_the_order_of_the_operations()
    {
        var ada = api.NewUser();

        var results = await ada.RunBatchAsync([.. Enumerable.Range(0, 100).Select(i => new { op = "create", task = new { title = $"{i}" } })]);

        Assert.All(results, result => Assert.Equal(201, result.Status()));
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i}"), results.Select(result => result.Task().Text("title")));
        Assert.Equal(results.Select(result => result.Task().Id()).Order(), results.Select(result => result.Task().Id()));
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i}"), await ada.TitlesAsync("?order=asc"));
    }

    [Fact]
    public async Task An_operation_sees_what_those_before_it_did()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        var results = await ada.RunBatchAsync(
            new { op = "update", task_id = id, if_match = "1", task = new { title = "once" } },
            new { op = "update", task_id = id, if_match = "1", task = new { title = "twice" } },
            new { op = "complete", task_id = id, if_match = "\"2\"" },
            new { op = "complete", task_id = id, completed = false },
            new { op = "update", task_id = id, task = new { completed = false } },
            new { op = "delete", task_id = id, if_match = "*" },
            new { op = "delete", task_id = id });

        Assert.Equal([200, 412, 200, 200, 200, 204, 404], results.Statuses());
        Assert.Equal("PRECONDITION_FAILED", results[1].Problem().Text("error_code"));
        Assert.Equal(results[0].Task().GetRawText(), results[1].Problem().GetProperty("current").GetRawText());
        Assert.Equal([2, 3, 4, 4], new[] { results[0], results[2], results[3], results[4] }.Select(result => result.Task().Version()));
        Assert.Equal([true, false, false], new[] { results[2], results[3], results[4] }.Select(result => result.Task().IsCompleted()));
        Assert.Equal("1 2 3 4 5", await api.ExecuteAsync($"SELECT string_agg(type::text, ' ' ORDER BY id) FROM task_changes WHERE user_id = '{ada.Id}'"));
    }

    [Theory]
    [InlineData("7")]
    [InlineData("\"7\"")]
    [InlineData("W/\"1\"")]
    [InlineData("01")]
    [InlineData("\"x\"")]
    public async Task Does_not_change_a_task_of_another_version(string ifMatch)
    {
        var ada = api.NewUser();
        var before = await ada.CreateAsync("x");

        var results = await ada.RunBatchAsync(
            new { op = "update", task_id = before.Id(), if_match = ifMatch, task = new { title = "y" } },
            new { op = "complete", task_id = before.Id(), if_match = ifMatch },
            new { op = "delete", task_id = before.Id(), if_match = ifMatch },
            new { op = "delete", task_id = long.MaxValue, if_match = ifMatch });

        Assert.Equal([412, 412, 412, 404], results.Statuses());
        Assert.Equal(before.GetRawText(), Assert.Single(await ada.ListAsync()).GetRawText());
    }

    [Fact]
    public async Task The_header_If_Match_says_nothing_here()
    {
        var ada = api.NewUser();

        var answer = await ada.Scenario(_ =>
        {
            _.Send(HttpMethod.Post, $"/api/{ada.Id}/batch", """{"operations":[{"op":"create","task":{"title":"x"}}]}""");
            _.WithRequestHeader("If-Match", "\"99\"");
        });

        Assert.Equal([201], answer.Results().Statuses());
    }

    [Theory]
    [InlineData("""{"op":"create","task":{"title":" "}}""", "title", "must not be empty")]
    [InlineData("""{"op":"create","task":{}}""", "title", "is required")]
    [InlineData("""{"op":"create","task":{"title":1}}""", "title", "must be a string")]
    [InlineData("""{"op":"create","task":{"title":"x","parent":"$a"}}""", "parent", "is not a known member; did you mean 'parent_id'?")]
    [InlineData("""{"op":"create","task":{"title":"x","due":"2026-12-01"}}""", "due", "is not a known member; did you mean 'due_date'?")]
    [InlineData("""{"op":"create","task":"x"}""", "task", "must be an object")]
    [InlineData("""{"op":"create","task":null}""", "task", "must not be null")]
    [InlineData("""{"op":"create"}""", "task", "is required")]
    [InlineData("""{"op":"create","task":{"title":"x"},"task_id":1}""", "task_id", "is not a known member; did you mean 'task'?")]
    [InlineData("""{"op":"create","task":{"title":"x"},"ref":1}""", "ref", "must be a string, or null")]
    [InlineData("""{"op":"create","task":{"title":"x"},"ref":" "}""", "ref", "must not be empty")]
    [InlineData("""{"op":"update","task":{"title":"x"}}""", "task_id", "is required")]
    [InlineData("""{"op":"update","task_id":"7","task":{"title":"x"}}""", "task_id", "must be a whole number")]
    [InlineData("""{"op":"update","task_id":7,"task":{"title":""}}""", "title", "must not be empty")]
    [InlineData("""{"op":"update","task_id":7,"task":{"completed":"yes"}}""", "completed", "must be true or false")]
    [InlineData("""{"op":"update","task_id":7,"if_match":3,"task":{}}""", "if_match", "must be the version that is expected, such as 3, or *, or null")]
    [InlineData("""{"op":"update","task_id":7,"if_match":"\"","task":{}}""", "if_match", "must be the version that is expected, such as 3, or *, or null")]
    [InlineData("""{"op":"complete","task_id":7,"completed":"true"}""", "completed", "must be true or false")]
    [InlineData("""{"op":"complete","task_id":7,"title":"x"}""", "title", "is not a known member")]
    [InlineData("""{"op":"delete","task_id":7,"completed":true}""", "completed", "is not a known member")]
    [InlineData("""{"op":"purge","task_id":7}""", "op", "must be one of create, update, complete, delete")]
    [InlineData("""{"op":1}""", "op", "must be one of create, update, complete, delete")]
    [InlineData("{}", "op", "must be one of create, update, complete, delete")]
    [InlineData("null", "operation", "must be an object")]
    [InlineData("[]", "operation", "must be an object")]
    public async Task What_is_wrong_with_an_operation_is_its_own_matter(string operation, string field, string message)
    {
        var ada = api.NewUser();

        var answer = await ada.SendAsync(
            HttpMethod.Post, "batch", $$$"""{"operations":[{"op":"create","task":{"title":"before"}},{{{operation}}},{"op":"create","task":{"title":"after"}}]}""");

        var results = answer.StatusCodeShouldBe(200).Results();
        Assert.Equal([201, 422, 201], results.Statuses());
        var problem = results[1].Problem();
        Assert.Equal("VALIDATION_ERROR", problem.Text("error_code"));
        Assert.Equal(answer.Header("X-Request-Id"), problem.Text("request_id"));
        Assert.Equal($"{field}: {message}", problem.Text("detail"));
        var error = Assert.Single(problem.GetProperty("errors").EnumerateObject());
        Assert.Equal((field, message), (error.Name, Assert.Single(error.Value.EnumerateArray()).GetString()));
        Assert.Equal(["before", "after"], await ada.TitlesAsync("?order=asc"));
    }

    [Fact]
    public async Task What_carries_nothing_is_ignored_and_completed_has_its_other_names()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        var results = await ada.RunBatchAsync(
            new { op = "complete", task_id = id, status = "done", if_match = (string?)null, note = "" },
            new { op = "complete", task_id = id, is_completed = false, title = (string?)null },
            new { op = "complete", task_id = id, done = true, completed = false });

        Assert.Equal([200, 200, 422], results.Statuses());
        Assert.False((await ada.GetAsync(id)).IsCompleted());
    }

    [Fact]
    public async Task A_ref_is_unique_in_its_batch()
    {
        var ada = api.NewUser();
        var create = new { op = "create", @ref = "a", task = new { title = "x" } };

        var results = await ada.RunBatchAsync(create, create, new { op = "create", @ref = "b", task = new { title = "y" } });

        Assert.Equal([201, 422, 201], results.Statuses());
        Assert.Equal("ref: is the name of another operation of this batch", results[1].Problem().Text("detail"));
    }

    [Theory]
    [InlineData("{}", "operations", "is required")]
    [InlineData("""{"operations":[]}""", "operations", "must be 1 to 100 operations")]
    [InlineData("""{"operations":null}""", "operations", "must not be null")]
    [InlineData("""{"operations":{}}""", "operations", "must be an array")]
    [InlineData("""{"operations":"create"}""", "operations", "must be an array")]
    [InlineData("""{"operations":[{"op":"delete","task_id":1}],"atomic":"yes"}""", "atomic", "must be true or false")]
    [InlineData("""{"operations":[{"op":"delete","task_id":1}],"transaction":true}""", "transaction", "is not a known member")]
    public async Task Refuses_what_is_no_batch(string body, string field, string message)
    {
        var refused = await api.NewUser().SendAsync(HttpMethod.Post, "batch", body);

        refused.ShouldBeProblem("VALIDATION_ERROR", (field, message));
    }

    [Fact]
    public async Task Refuses_more_than_a_hundred_operations_and_does_none()
    {
        var ada = api.NewUser();

        var refused = await ada.BatchAsync(atomic: false, [.. Enumerable.Repeat(new { op = "create", task = new { title = "x" } }, 101)]);

        refused.ShouldBeProblem("VALIDATION_ERROR", ("operations", "must be 1 to 100 operations"));
        Assert.Empty(await ada.ListAsync());
    }

    [Fact]
    public async Task Touches_no_task_of_another_user()
    {
        var (ada, bob) = (api.NewUser(), api.NewUser());
        var before = await bob.CreateAsync("of bob");
        var id = before.Id();

        var results = await ada.RunBatchAsync(
            new { op = "update", task_id = id, task = new { title = "of ada" } }, new { op = "complete", task_id = id }, new { op = "delete", task_id = id });

        Assert.Equal([404, 404, 404], results.Statuses());
        Assert.All(results, result => Assert.Equal("TASK_NOT_FOUND", result.Problem().Text("error_code")));
        Assert.Equal(before.GetRawText(), Assert.Single(await bob.ListAsync()).GetRawText());
    }
}
