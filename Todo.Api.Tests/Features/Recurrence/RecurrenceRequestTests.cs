using System.Text.Json;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Recurrence;

public sealed class RecurrenceRequestTests(TodoApi api)
{
    [Theory]
    [InlineData("", "cannot be read at '' (character 1): must be a name and a value, such as FREQ=WEEKLY")]
    [InlineData("daily", "cannot be read at 'daily' (character 1): must be a name and a value, such as FREQ=WEEKLY")]
    [InlineData("RRULE:FREQ=DAILY", "cannot be read at 'RRULE:' (character 1): leave it out and begin with FREQ")]
    [InlineData("BYDAY=MO", "must say how often in a part FREQ, such as FREQ=WEEKLY")]
    [InlineData("FREQ=HOURLY", "cannot be read at 'FREQ=HOURLY' (character 1): FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY")]
    [InlineData("FREQ=MINUTELY;INTERVAL=90", "cannot be read at 'FREQ=MINUTELY' (character 1): FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY")]
    [InlineData("FREQ=SECONDLY", "cannot be read at 'FREQ=SECONDLY' (character 1): FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY")]
    [InlineData("FREQ=DAILY;", "cannot be read at '' (character 12): must be a name and a value, such as FREQ=WEEKLY")]
    [InlineData("FREQ=DAILY; COUNT=3", "cannot be read at ' COUNT=3' (character 12): is not a known part; did you mean 'COUNT'?")]
    [InlineData("FREQ=WEEKLY;BYDAYS=MO", "cannot be read at 'BYDAYS=MO' (character 13): is not a known part; did you mean 'BYDAY'?")]
    [InlineData("FREQ=WEEKLY;EXDATE=20261224", "cannot be read at 'EXDATE=20261224' (character 13): is not a known part")]
    [InlineData("FREQ=WEEKLY;BYDAY=XX", "cannot be read at 'BYDAY=XX' (character 13): BYDAY must be weekdays, such as MO, 2TU or -1FR, separated by commas, each once")]
    [InlineData("FREQ=WEEKLY;BYDAY=MO,MO", "cannot be read at 'BYDAY=MO,MO' (character 13): BYDAY must be weekdays, such as MO, 2TU or -1FR, separated by commas, each once")]
    [InlineData("FREQ=MONTHLY;BYDAY=0MO", "cannot be read at 'BYDAY=0MO' (character 14): BYDAY must be weekdays, such as MO, 2TU or -1FR, separated by commas, each once")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=32", "cannot be read at 'BYMONTHDAY=32' (character 14): BYMONTHDAY must be numbers from 1 to 31, or from -1 to -31 counted from the end, separated by commas, each once")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=0", "cannot be read at 'BYMONTHDAY=0' (character 14): BYMONTHDAY must be numbers from 1 to 31, or from -1 to -31 counted from the end, separated by commas, each once")]
    [InlineData("FREQ=YEARLY;BYMONTH=13", "cannot be read at 'BYMONTH=13' (character 13): BYMONTH must be numbers from 1 to 12, separated by commas, each once")]
    [InlineData("FREQ=YEARLY;BYMONTH=1\u0000", "cannot be read at 'BYMONTH=1\u0000' (character 13): BYMONTH must be numbers from 1 to 12, separated by commas, each once")]
    [InlineData("FREQ=DAILY;INTERVAL=0", "cannot be read at 'INTERVAL=0' (character 12): INTERVAL must be a number from 1 to 99999")]
    [InlineData("FREQ=DAILY;INTERVAL=9999999999999999999999999999999999", "cannot be read at 'INTERVAL=9999999999999999999999999999999999' (character 12): INTERVAL must be a number from 1 to 99999")]
    [InlineData("FREQ=DAILY;COUNT=-1", "cannot be read at 'COUNT=-1' (character 12): COUNT must be a number from 1 to 99999")]
    [InlineData("FREQ=DAILY;UNTIL=2026-12-24", "cannot be read at 'UNTIL=2026-12-24' (character 12): UNTIL must be a date (20261224) or a date-time (20261224T170000, or in UTC 20261224T170000Z)")]
    [InlineData("FREQ=DAILY;UNTIL=20260230", "cannot be read at 'UNTIL=20260230' (character 12): UNTIL must be a date (20261224) or a date-time (20261224T170000, or in UTC 20261224T170000Z)")]
    [InlineData("FREQ=DAILY;WKST=1MO", "cannot be read at 'WKST=1MO' (character 12): WKST must be a weekday: MO, TU, WE, TH, FR, SA or SU")]
    [InlineData("FREQ=DAILY;COUNT=2;count=3", "cannot be read at 'count=3' (character 20): COUNT is given twice")]
    [InlineData("FREQ=DAILY;COUNT=2;UNTIL=20270101", "cannot be read at 'UNTIL=20270101' (character 20): UNTIL does not go with COUNT; send one of them")]
    [InlineData("FREQ=WEEKLY;BYMONTHDAY=5", "cannot be read at 'BYMONTHDAY=5' (character 13): BYMONTHDAY does not go with FREQ=WEEKLY")]
    [InlineData("FREQ=MONTHLY;BYYEARDAY=5", "cannot be read at 'BYYEARDAY=5' (character 14): BYYEARDAY goes with FREQ=YEARLY only")]
    [InlineData("FREQ=MONTHLY;BYWEEKNO=5", "cannot be read at 'BYWEEKNO=5' (character 14): BYWEEKNO goes with FREQ=YEARLY only")]
    [InlineData("FREQ=WEEKLY;BYDAY=1MO", "cannot be read at 'BYDAY=1MO' (character 13): a number before a weekday goes with FREQ=MONTHLY and FREQ=YEARLY only")]
    [InlineData("FREQ=YEARLY;BYWEEKNO=20;BYDAY=1MO", "cannot be read at 'BYWEEKNO=20' (character 13): BYWEEKNO does not go with a number before a weekday")]
    [InlineData("FREQ=MONTHLY;BYSETPOS=-1", "cannot be read at 'BYSETPOS=-1' (character 14): BYSETPOS chooses from what another BY part names")]
    [InlineData("FREQ=DAILY;BYHOUR=9,17;BYSETPOS=1", "cannot be read at 'BYSETPOS=1' (character 24): BYSETPOS chooses among days, so it does not go with several times a day")]
    [InlineData("FREQ=DAILY;BYHOUR=9,10,11,12,13;BYMINUTE=0,10,20,30,40", "cannot be read at 'BYMINUTE=0,10,20,30,40' (character 33): that is more often than 24 times a day")]
    [InlineData("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "has no occurrence from the due date on")]
    [InlineData("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "has no occurrence from the due date on")]
    [InlineData("FREQ=MONTHLY;BYMONTH=2,4,6,9,11;BYMONTHDAY=31", "has no occurrence from the due date on")]
    [InlineData("FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2", "has no occurrence from the due date on")]
    [InlineData("FREQ=MONTHLY;BYDAY=6MO", "has no occurrence from the due date on")]
    [InlineData("FREQ=YEARLY;BYDAY=53MO;BYMONTH=1", "has no occurrence from the due date on")]
    [InlineData("FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29", "has no occurrence from the due date on")]
    [InlineData("FREQ=DAILY;UNTIL=20261130", "has no occurrence from the due date on")]
    public async Task Says_where_a_rule_cannot_be_read(string rule, string message)
    {
        var ada = api.NewUser();
        var id = (await ada.CreateAsync(new { title = "a task", due_date = "2026-12-01" })).Id();

        var created = await ada.PostAsync(new { title = "a task", due_date = "2026-12-01", recurrence = rule });
        var updated = await ada.SendAsync(HttpMethod.Patch, $"tasks/{id}", new { recurrence = rule });
        var batch = await ada.SendAsync(HttpMethod.Post, "batch", new { operations = new[] { new { op = "update", task_id = id, task = new { recurrence = rule } } } });

        created.ShouldBeProblem("VALIDATION_ERROR", ("recurrence", message));
        updated.ShouldBeProblem("VALIDATION_ERROR", ("recurrence", message));
        var result = Assert.Single(batch.StatusCodeShouldBe(200).Json().GetProperty("results").EnumerateArray());
        Assert.Equal(422, result.GetProperty("status").GetInt32());
        Assert.Contains(message, result.GetProperty("problem").GetProperty("errors").Deserialize<Dictionary<string, string[]>>()!.SelectMany(error => error.Value));
        Assert.Single(await ada.ListAsync());
    }

    [Fact]
    public async Task Refuses_a_rule_that_is_too_long()
    {
        var refused = await api.NewUser().PostAsync(new { title = "a task", due_date = "2026-12-01", recurrence = "FREQ=DAILY;" + new string('X', 1000) });

        refused.ShouldBeProblem("VALIDATION_ERROR", ("recurrence", "must be at most 500 characters long"));
    }

    [Theory]
    [InlineData("""{"title": "a task", "recurrence": "FREQ=DAILY"}""", "due_date", "is needed by recurrence")]
    [InlineData("""{"title": "a task", "recurrence": "FREQ=DAILY", "due_date": null}""", "due_date", "is needed by recurrence")]
    [InlineData("""{"title": "a task", "recurrence_from": "completion"}""", "recurrence_from", "needs recurrence")]
    [InlineData("""{"title": "a task", "recurrence": 7}""", "recurrence", "must be an RRULE of RFC 5545, such as FREQ=WEEKLY;BYDAY=MO,TH, or null")]
    [InlineData("""{"title": "a task", "recurrence_from": "start"}""", "recurrence_from", "must be one of due, completion, or null")]
    [InlineData("""{"title": "a task", "time_zone": "Europe/Berln"}""", "time_zone", "is not a known IANA time zone; did you mean 'Europe/Berlin'?")]
    [InlineData("""{"title": "a task", "rrule": "FREQ=DAILY"}""", "rrule", "is not a known member; did you mean 'recurrence'?")]
    public async Task Refuses_a_series_that_is_none(string task, string member, string message)
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        (await ada.PostAsync(task)).ShouldBeProblem("VALIDATION_ERROR", (member, message));
        (await ada.SendAsync(HttpMethod.Put, $"tasks/{id}", task)).ShouldBeProblem("VALIDATION_ERROR", (member, message));
    }

    [Fact]
    public async Task A_series_cannot_do_without_its_due_date()
    {
        var ada = api.NewUser();
        var task = await ada.CreateAsync(new { title = "a task", due_date = "2026-12-01", recurrence = "FREQ=DAILY" });

        var updated = await ada.SendAsync(HttpMethod.Patch, $"tasks/{task.Id()}", """{"due_date": null}""");
        var batch = await ada.SendAsync(HttpMethod.Post, "batch", new
        {
            atomic = true,
            operations = new[] { new { op = "update", task_id = task.Id(), task = new { due_date = (string?)null } } },
        });
        var both = await ada.SendAsync(HttpMethod.Patch, $"tasks/{task.Id()}", """{"due_date": null, "recurrence": null}""");

        updated.ShouldBeProblem("VALIDATION_ERROR", ("due_date", "is needed by recurrence"));
        batch.StatusCodeShouldBe(422);
        Assert.True(both.StatusCodeShouldBe(200).Json().IsNull("due_date"));
    }

    [Fact]
    public async Task A_task_sent_back_as_it_came_changes_nothing()
    {
        var ada = api.NewUser();
        var plain = await ada.CreateAsync("a task");
        var recurring = await ada.CreateAsync(new { title = "a task", due_date = "2026-12-01T09:00:00Z", recurrence = "freq=weekly;count=5", recurrence_from = "completion", time_zone = "europe/berlin" });

        Assert.Equal("""["freq=weekly;count=5","completion","Europe/Berlin"]""", JsonSerializer.Serialize(new[] { recurring.Text("recurrence"), recurring.Text("recurrence_from"), recurring.Text("time_zone") }));
        foreach (var task in new[] { plain, recurring })
        {
            var back = await ada.SendAsync(HttpMethod.Put, $"tasks/{task.Id()}", task.GetRawText());
            Assert.Equal(task.GetRawText(), back.StatusCodeShouldBe(200).Json().GetRawText());
        }
    }

    [Theory]
    [InlineData("?limit=0", "limit", "must be from 1 to 100")]
    [InlineData("?limit=101", "limit", "must be from 1 to 100")]
    [InlineData("?limit=x", "limit", "must be a whole number")]
    public async Task Refuses_other_limits(string query, string member, string message)
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        (await ada.GetAsync($"tasks/{id}/occurrences{query}")).ShouldBeProblem("VALIDATION_ERROR", (member, message));
    }

    [Fact]
    public async Task A_task_without_recurrence_has_no_occurrences()
    {
        var ada = api.NewUser();
        var id = (await ada.CreateAsync(new { title = "a task", due_date = "2026-12-01" })).Id();

        Assert.Equal("[]", (await ada.GetAsync($"tasks/{id}/occurrences")).StatusCodeShouldBe(200).ReadAsText());
        (await api.NewUser().GetAsync($"tasks/{id}/occurrences")).ShouldBeProblem("TASK_NOT_FOUND");
    }

    [Fact]
    public async Task Ten_occurrences_are_shown_unless_asked_otherwise()
    {
        var ada = api.NewUser();
        var id = (await ada.CreateAsync(new { title = "a task", due_date = "2026-12-01", recurrence = "FREQ=DAILY" })).Id();

        Assert.Equal(10, (await ada.GetAsync($"tasks/{id}/occurrences")).Json().GetArrayLength());
    }
}
