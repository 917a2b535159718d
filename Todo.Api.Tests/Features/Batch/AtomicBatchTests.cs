using Alba;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Batch;

public sealed class AtomicBatchTests(TodoApi api)
{
    [Fact]
    public async Task Does_everything_if_nothing_fails()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        var answer = await ada.BatchAsync(atomic: true, new { op = "create", task = new { title = "new" } }, new { op = "delete", task_id = id });

        Assert.Equal([201, 204], answer.StatusCodeShouldBe(200).Results().Statuses());
        Assert.Equal(["new"], await ada.TitlesAsync());
    }

    [Fact]
    public async Task Does_nothing_if_one_fails_and_says_which()
    {
        var ada = api.NewUser();
        var before = await ada.CreateAsync("before");

        // The second change of a task is written after the first, and goes with it.
        var failed = await ada.BatchAsync(
            atomic: true,
            new { op = "create", task = new { title = "new" } },
            new { op = "update", task_id = before.Id(), task = new { title = "once" } },
            new { op = "complete", task_id = before.Id() },
            new { op = "delete", task_id = long.MaxValue },
            new { op = "create", task = new { title = "" } });

        var problem = failed.StatusCodeShouldBe(404).Json();
        Assert.Equal("application/problem+json", failed.Context.Response.ContentType);
        Assert.Equal("TASK_NOT_FOUND", problem.Text("error_code"));
        Assert.Equal("Nothing was done, because operation 4 failed: Task not found.", problem.Text("detail"));
        var results = failed.Results();
        Assert.Equal([424, 424, 424, 404, 424], results.Statuses());
        Assert.Equal(["FAILED_DEPENDENCY", "FAILED_DEPENDENCY", "FAILED_DEPENDENCY", "TASK_NOT_FOUND", "FAILED_DEPENDENCY"], results.Select(result => result.Problem().Text("error_code")));
        Assert.Equal(before.GetRawText(), Assert.Single(await ada.ListAsync()).GetRawText());
        Assert.Equal(1L, await api.ExecuteAsync($"SELECT count(*) FROM task_changes WHERE user_id = '{ada.Id}'"));
    }

    [Fact]
    public async Task Tells_what_is_wrong_with_the_operation_that_failed()
    {
        var ada = api.NewUser();
        var before = await ada.CreateAsync("before");

        var invalid = await ada.BatchAsync(atomic: true, new { op = "create", task = new { title = "" } });
        var conflict = await ada.BatchAsync(
            atomic: true, new { op = "create", task = new { title = "new" } }, new { op = "delete", task_id = before.Id(), if_match = "2" });

        Assert.Equal("""{"title":["must not be empty"]}""", invalid.StatusCodeShouldBe(422).Json().GetProperty("errors").GetRawText());
        Assert.Equal(before.GetRawText(), conflict.StatusCodeShouldBe(412).Json().GetProperty("current").GetRawText());
        Assert.Equal(before.GetRawText(), conflict.Results()[1].Problem().GetProperty("current").GetRawText());
        Assert.Null(conflict.Header("ETag"));
        Assert.Single(await ada.ListAsync());
    }

    [Fact]
    public async Task A_user_who_is_not_known_yet_is_not_known_after_a_failure_either()
    {
        var ada = api.NewUser();

        var failed = await ada.BatchAsync(atomic: true, new { op = "create", task = new { title = "new" } }, new { op = "delete", task_id = 1 });
        var done = await ada.BatchAsync(atomic: true, new { op = "create", task = new { title = "new" } });

        failed.StatusCodeShouldBe(404);
        done.StatusCodeShouldBe(200);
        Assert.Equal(["new"], await ada.TitlesAsync());
    }

    [Theory]
    [InlineData(true, 404)]
    [InlineData(false, 200)]
    public async Task With_a_key_it_is_carried_out_once_and_answered_alike(bool atomic, int status)
    {
        var ada = api.NewUser();
        var before = await ada.CreateAsync("before");
        object[] operations =
        [
            new { op = "create", task = new { title = new string('x', 200), description = new string('y', 1000) } },
            new { op = "update", task_id = before.Id(), task = new { title = "once" } },
            new { op = "complete", task_id = before.Id() },
            new { op = "delete", task_id = long.MaxValue },
            .. Enumerable.Repeat(new { op = "create", task = new { title = new string('x', 200), description = new string('y', 1000) } }, 90),
        ];

        var first = await SendAsync();
        var second = await SendAsync();

        Assert.Equal("true", second.StatusCodeShouldBe(status).Header("Idempotency-Replayed"));
        Assert.Equal(first.StatusCodeShouldBe(status).ReadAsText(), second.ReadAsText());
        Assert.Equal(atomic ? 1 : 92, (await ada.ListAsync()).Length);
        Assert.Equal(atomic ? before.GetRawText() : first.Results()[2].Task().GetRawText(), (await ada.GetAsync(before.Id())).GetRawText());

        Task<IScenarioResult> SendAsync() => ada.Scenario(_ =>
        {
            _.Send(HttpMethod.Post, $"/api/{ada.Id}/batch", new { atomic, operations });
            _.WithRequestHeader("Idempotency-Key", "\"once\"");
            _.IgnoreStatusCode();
        });
    }
}
