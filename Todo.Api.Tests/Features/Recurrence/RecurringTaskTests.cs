using System.Text.Json;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Recurrence;

/// <summary>Completing a task of a series creates the next one, once.</summary>
public sealed class RecurringTaskTests(TodoApi api)
{
    private static readonly string[] Tags = ["home"];

    private static readonly object[] Reminders = [new { before_minutes = 30 }, new { at = "2026-12-06T17:00:00Z" }];

    [Fact]
    public async Task Completing_creates_the_next_task_and_names_it()
    {
        var ada = api.NewUser();
        var bins = await ada.CreateAsync(new
        {
            title = "Bins",
            description = "The grey ones",
            priority = "high",
            due_date = "2026-12-07",
            tags = Tags,
            recurrence = "FREQ=WEEKLY;BYDAY=MO,TH",
            time_zone = "Europe/Berlin",
            reminders = Reminders,
        });

        var done = await CompleteAsync(ada, bins.Id());

        var next = await ada.GetAsync(done.GetProperty("next_task_id").GetInt64());
        Assert.True(done.IsCompleted());
        Assert.Equal("2026-12-07", done.Text("due_date"));
        Assert.Equal(2, done.Version());
        Assert.False(next.IsCompleted());
        Assert.Equal("2026-12-10", next.Text("due_date"));
        Assert.True(next.IsNull("next_task_id"));
        Assert.All(["title", "description", "priority", "tags", "list_id", "parent_id", "recurrence", "recurrence_from", "time_zone", "reminders"], member =>
            Assert.Equal(bins.GetProperty(member).GetRawText(), next.GetProperty(member).GetRawText()));
        Assert.True(string.CompareOrdinal(next.Text("position"), bins.Text("position")) > 0);
        Assert.Equal(["task.completed", "task.created"], (await ada.HistoryAsync(bins.Id())).Select(change => change.Text("type")));
        Assert.Equal(["task.created"], (await ada.HistoryAsync(next.Id())).Select(change => change.Text("type")));
    }

    [Fact]
    public async Task Twenty_parallel_completions_leave_one_next_task()
    {
        var ada = api.NewUser();
        var id = (await ada.CreateAsync(Daily())).Id();

        var done = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => i % 2 == 0
            ? CompleteAsync(ada, id)
            : ada.PatchAsync(id, """{"completed": true}""")));

        Assert.Single(done.Select(task => task.GetProperty("next_task_id").GetInt64()).Distinct());
        Assert.Equal(2, (await ada.ListAsync()).Length);
    }

    [Fact]
    public async Task Completing_again_after_reopening_creates_none()
    {
        var ada = api.NewUser();
        var id = (await ada.CreateAsync(Daily())).Id();
        var next = (await CompleteAsync(ada, id)).GetProperty("next_task_id").GetInt64();

        Assert.Equal(next, (await ada.PatchAsync(id, """{"completed": false}""")).GetProperty("next_task_id").GetInt64());
        Assert.Equal(next, (await CompleteAsync(ada, id)).GetProperty("next_task_id").GetInt64());

        Assert.Equal(2, (await ada.ListAsync()).Length);
    }

    [Fact]
    public async Task Undoing_the_completion_leaves_the_next_task()
    {
        var ada = api.NewUser();
        var id = (await ada.CreateAsync(Daily())).Id();
        var next = (await CompleteAsync(ada, id)).GetProperty("next_task_id").GetInt64();

        var undone = (await ada.UndoAsync((await ada.HistoryAsync(id))[0].Id())).StatusCodeShouldBe(200).Json();

        Assert.False(undone.IsCompleted());
        Assert.Equal("2026-12-02", (await ada.GetAsync(next)).Text("due_date"));
        Assert.Equal(next, (await CompleteAsync(ada, id)).GetProperty("next_task_id").GetInt64());
    }

    public static TheoryData<string, string, string> Completions => new()
    {
        { "PATCH", "tasks/{0}/complete", "" },
        { "PATCH", "tasks/{0}/complete", """{"completed": true}""" },
        { "PATCH", "tasks/{0}", """{"completed": true, "title": "changed"}""" },
        { "PUT", "tasks/{0}", """{"status": "done", "title": "changed"}""" },
        { "POST", "batch", """{"operations": [{"op": "complete", "task_id": {0}}]}""" },
        { "POST", "batch", """{"atomic": true, "operations": [{"op": "update", "task_id": {0}, "task": {"completed": true, "title": "changed"}}]}""" },
        { "POST", "batch", """{"operations": [{"op": "update", "task_id": {0}, "task": {"title": "changed"}}, {"op": "complete", "task_id": {0}}, {"op": "complete", "task_id": {0}}]}""" },
    };

    [Theory]
    [MemberData(nameof(Completions))]
    public async Task Every_way_to_complete_creates_it(string method, string address, string body)
    {
        var ada = api.NewUser();
        var id = (await ada.CreateAsync(Daily())).Id();

        var response = await ada.SendAsync(new HttpMethod(method), address.Replace("{0}", $"{id}"), body.Length == 0 ? null : body.Replace("{0}", $"{id}"));

        response.StatusCodeShouldBe(200);
        var done = await ada.GetAsync(id);
        var next = Assert.Single(await ada.ListAsync("?completed=false"));
        Assert.Equal(next.Id(), done.GetProperty("next_task_id").GetInt64());
        Assert.Equal("2026-12-02", next.Text("due_date"));
        Assert.Equal(done.Text("title"), next.Text("title"));
        if (address == "batch")
        {
            var last = response.Json().GetProperty("results").EnumerateArray().Last().GetProperty("task");
            Assert.Equal(done.GetRawText(), last.GetRawText());
        }
        else
        {
            Assert.Equal(done.GetRawText(), response.Json().GetRawText());
        }
    }

    [Theory]
    [InlineData("tasks", """{"title": "a task", "completed": true, "due_date": "2026-12-01", "recurrence": "FREQ=DAILY"}""")]
    [InlineData("batch", """{"operations": [{"op": "create", "task": {"title": "a task", "completed": true, "due_date": "2026-12-01", "recurrence": "FREQ=DAILY"}}]}""")]
    public async Task A_task_that_is_created_completed_has_its_next_one(string address, string body)
    {
        var ada = api.NewUser();

        var response = await ada.SendAsync(HttpMethod.Post, address, body);

        Assert.True(response.Status() < 300, response.ReadAsText());
        var done = Assert.Single(await ada.ListAsync("?completed=true"));
        var next = Assert.Single(await ada.ListAsync("?completed=false"));
        Assert.Equal(next.Id(), done.GetProperty("next_task_id").GetInt64());
        Assert.Equal("2026-12-02", next.Text("due_date"));
    }

    [Fact]
    public async Task A_retry_with_the_same_key_gets_the_same_answer_and_creates_nothing()
    {
        var ada = api.NewUser();
        var id = (await ada.CreateAsync(Daily())).Id();

        var first = await ToggleAsync();
        var again = await ToggleAsync();

        Assert.Equal(first.ReadAsText(), again.ReadAsText());
        Assert.Equal("true", again.Header("Idempotency-Replayed"));
        Assert.Equal(2, (await ada.ListAsync()).Length);

        Task<Alba.IScenarioResult> ToggleAsync() => ada.Scenario(_ =>
        {
            _.Send(HttpMethod.Patch, $"{ada.Tasks}/{id}/complete");
            _.WithRequestHeader("Idempotency-Key", "\"once\"");
        });
    }

    [Fact]
    public async Task An_outdated_version_completes_nothing()
    {
        var ada = api.NewUser();
        var id = (await ada.CreateAsync(Daily())).Id();

        var refused = await ada.Scenario(_ =>
        {
            _.Send(HttpMethod.Patch, $"{ada.Tasks}/{id}/complete");
            _.WithRequestHeader("If-Match", "\"7\"");
            _.IgnoreStatusCode();
        });

        refused.ShouldBeProblem("PRECONDITION_FAILED");
        Assert.False(Assert.Single(await ada.ListAsync()).IsCompleted());
    }

    [Fact]
    public async Task An_atomic_batch_that_fails_leaves_no_next_task()
    {
        var ada = api.NewUser();
        var id = (await ada.CreateAsync(Daily())).Id();

        var refused = await ada.SendAsync(HttpMethod.Post, "batch", new
        {
            atomic = true,
            operations = new object[] { new { op = "complete", task_id = id }, new { op = "delete", task_id = long.MaxValue } },
        });

        refused.StatusCodeShouldBe(404);
        Assert.False(Assert.Single(await ada.ListAsync()).IsCompleted());
    }

    [Theory]
    [InlineData("FREQ=DAILY;COUNT=3", new[] { "2026-12-01", "2026-12-02", "2026-12-03" })]
    [InlineData("FREQ=DAILY;UNTIL=20261203", new[] { "2026-12-01", "2026-12-02", "2026-12-03" })]
    [InlineData("FREQ=DAILY;COUNT=1", new[] { "2026-12-01" })]
    [InlineData("FREQ=WEEKLY;BYDAY=MO;COUNT=2", new[] { "2026-12-01", "2026-12-07" })]
    public async Task A_series_ends(string rule, string[] dates)
    {
        var ada = api.NewUser();
        var id = (await ada.CreateAsync(Daily(rule))).Id();

        Assert.Equal(dates, await CompleteAllAsync(ada, id));
        Assert.Equal(dates.Length, (await ada.ListAsync()).Length);
    }

    [Fact]
    public async Task A_series_keeps_the_time_of_the_clocks()
    {
        var ada = api.NewUser();
        var id = (await ada.CreateAsync(new
        {
            title = "a task",
            due_date = "2026-03-28T01:30:00Z",
            recurrence = "FREQ=DAILY;COUNT=4",
            time_zone = "Europe/Berlin",
        })).Id();

        Assert.Equal(["2026-03-28T01:30:00Z", "2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z", "2026-03-31T00:30:00Z"], await CompleteAllAsync(ada, id));
    }

    [Fact]
    public async Task A_task_that_was_put_off_does_not_shift_its_series()
    {
        var ada = api.NewUser();
        var first = await ada.CreateAsync(new { title = "a task", due_date = "2026-12-07", recurrence = "FREQ=WEEKLY" });
        var second = (await CompleteAsync(ada, first.Id())).GetProperty("next_task_id").GetInt64();
        await ada.PatchAsync(second, """{"due_date": "2026-12-16"}""");

        var third = await ada.GetAsync((await CompleteAsync(ada, second)).GetProperty("next_task_id").GetInt64());

        Assert.Equal("2026-12-21", third.Text("due_date"));
    }

    [Fact]
    public async Task The_due_date_of_the_first_task_is_where_its_series_begins()
    {
        var ada = api.NewUser();
        var first = await ada.CreateAsync(new { title = "a task", due_date = "2026-12-07", recurrence = "FREQ=WEEKLY" });
        await ada.PatchAsync(first.Id(), """{"due_date": "2026-12-09"}""");

        Assert.Equal(["2026-12-09", "2026-12-16"], await OccurrencesAsync(ada, first.Id(), 2));
    }

    [Fact]
    public async Task A_new_rule_begins_a_new_series()
    {
        var ada = api.NewUser();
        var first = await ada.CreateAsync(Daily("FREQ=DAILY;COUNT=2"));
        var second = (await CompleteAsync(ada, first.Id())).GetProperty("next_task_id").GetInt64();

        await ada.PatchAsync(second, """{"recurrence": "FREQ=DAILY;INTERVAL=2;COUNT=2"}""");

        Assert.Equal(["2026-12-02", "2026-12-04"], await OccurrencesAsync(ada, second, 10));
        (await ada.UndoAsync((await ada.HistoryAsync(second))[0].Id())).StatusCodeShouldBe(200);
        Assert.Equal(["2026-12-02"], await OccurrencesAsync(ada, second, 10));
    }

    [Fact]
    public async Task Subtasks_come_along_to_be_done_again()
    {
        var ada = api.NewUser();
        var id = (await ada.CreateAsync(Daily())).Id();
        var shop = (await ada.CreateAsync(new { title = "shop", parent_id = id, completed = true, tags = Tags, priority = "low" })).Id();
        await ada.CreateAsync(new { title = "milk", parent_id = shop, completed = true });
        await ada.CreateAsync(new { title = "cook", parent_id = id });
        await ada.DeleteAsync($"tasks/{(await ada.CreateAsync(new { title = "trashed", parent_id = id })).Id()}");

        var next = (await CompleteAsync(ada, id)).GetProperty("next_task_id").GetInt64();

        var all = (await ada.ListAsync()).Where(task => task.Id() >= next).ToArray();
        var copies = all.Where(task => !task.IsNull("parent_id") && task.GetProperty("parent_id").GetInt64() == next).OrderBy(task => task.Id()).ToArray();
        Assert.Equal(["shop", "cook"], copies.Select(task => task.Text("title")));
        var milk = Assert.Single(all, task => task.Text("title") == "milk");
        Assert.Equal(copies[0].Id(), milk.GetProperty("parent_id").GetInt64());
        Assert.All(all, task => Assert.False(task.IsCompleted()));
        Assert.Equal("""["home"]""", copies[0].GetProperty("tags").GetRawText());
        Assert.Equal("""{"completed":0,"total":2}""", (await ada.GetAsync(next)).GetProperty("subtasks").GetRawText());
        Assert.Equal("""{"completed":1,"total":2}""", (await ada.GetAsync(id)).GetProperty("subtasks").GetRawText());
    }

    [Fact]
    public async Task A_task_that_ends_its_series_is_as_any_other()
    {
        var ada = api.NewUser();
        var id = (await ada.CreateAsync(Daily())).Id();

        var ended = await ada.PatchAsync(id, """{"recurrence": null}""");

        Assert.True(ended.IsNull("recurrence"));
        Assert.True(ended.IsNull("recurrence_from"));
        Assert.True((await CompleteAsync(ada, id)).IsNull("next_task_id"));
        Assert.Single(await ada.ListAsync());
    }

    [Fact]
    public async Task Tasks_without_recurrence_are_written_in_one_statement()
    {
        using var sent = new SentCommands();
        var ada = api.NewUser();
        var task = await ada.CreateAsync(new { title = "a task", due_date = "2026-12-01" });

        Assert.Equal(1, await CountAsync("PUT", $"tasks/{task.Id()}", task.GetRawText()));
        Assert.Equal(1, await CountAsync("PATCH", $"tasks/{task.Id()}", """{"completed": true, "due_date": null}"""));
        Assert.Equal(1, await CountAsync("PATCH", $"tasks/{task.Id()}/complete", null));

        async Task<int> CountAsync(string method, string address, string? body)
        {
            var count = sent.Start();
            (await ada.SendAsync(new HttpMethod(method), address, body)).StatusCodeShouldBe(200);
            return count();
        }
    }

    private static object Daily(string rule = "FREQ=DAILY") => new { title = "a task", due_date = "2026-12-01", recurrence = rule };

    private static async Task<JsonElement> CompleteAsync(ApiUser user, long id) =>
        (await user.SendAsync(HttpMethod.Patch, $"tasks/{id}/complete", """{"completed": true}""")).StatusCodeShouldBe(200).Json();

    private static async Task<string[]> OccurrencesAsync(ApiUser user, long id, int limit) =>
        [.. (await user.GetAsync($"tasks/{id}/occurrences?limit={limit}")).StatusCodeShouldBe(200).Json().EnumerateArray().Select(date => date.GetString()!)];

    /// <summary>Completes a series to its end; answers with the due dates of its tasks.</summary>
    private static async Task<List<string>> CompleteAllAsync(ApiUser user, long id)
    {
        var dates = new List<string>();
        for (long? next = id; next is not null;)
        {
            var done = await CompleteAsync(user, next.Value);
            dates.Add(done.Text("due_date")!);
            next = done.IsNull("next_task_id") ? null : done.GetProperty("next_task_id").GetInt64();
        }

        return dates;
    }
}
