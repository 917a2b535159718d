using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Recurrence;

/// <summary>A series that is counted from the day of each completion.</summary>
public sealed class FromCompletionTests(TodoApi api)
{
    [Theory]
    [InlineData("2026-12-01", null, "FREQ=DAILY;INTERVAL=3", "2026-12-09")]
    [InlineData("2026-12-20", null, "FREQ=DAILY;INTERVAL=3", "2026-12-09")]
    [InlineData("2026-12-01", "Pacific/Auckland", "FREQ=DAILY;INTERVAL=3", "2026-12-10")]
    [InlineData("2026-12-01", null, "FREQ=WEEKLY;BYDAY=MO", "2026-12-07")]
    [InlineData("2026-12-01", null, "FREQ=WEEKLY;BYDAY=SU", "2026-12-13")]
    [InlineData("2026-12-01", null, "FREQ=MONTHLY", "2027-01-06")]
    [InlineData("2026-12-01T08:00:00Z", "Europe/Berlin", "FREQ=DAILY", "2026-12-07T08:00:00Z")]
    [InlineData("2026-07-01T07:00:00Z", "Europe/Berlin", "FREQ=DAILY", "2026-12-07T08:00:00Z")]
    [InlineData("2026-12-01T08:00:00Z", "Pacific/Auckland", "FREQ=DAILY", "2026-12-08T08:00:00Z")]
    [InlineData("2026-12-01T08:00:00Z", null, "FREQ=DAILY;BYHOUR=6,20", "2026-12-06T20:00:00Z")]
    public async Task The_next_one_is_counted_from_the_day_of_the_completion(string due, string? zone, string rule, string next)
    {
        // A Sunday, on which it is Monday in Auckland already.
        await using var host = await HostAsync(new FakeClock(new DateTimeOffset(2026, 12, 6, 15, 0, 0, TimeSpan.Zero)));
        var ada = host.NewUser();
        var task = await ada.CreateAsync(new { title = "a task", due_date = due, time_zone = zone, recurrence = rule, recurrence_from = "completion" });

        var done = (await ada.SendAsync(HttpMethod.Patch, $"tasks/{task.Id()}/complete")).StatusCodeShouldBe(200).Json();

        Assert.Equal(next, (await ada.GetAsync(done.GetProperty("next_task_id").GetInt64())).Text("due_date"));
    }

    [Fact]
    public async Task The_rule_still_counts_the_tasks()
    {
        var clock = new FakeClock(new DateTimeOffset(2026, 12, 6, 15, 0, 0, TimeSpan.Zero));
        await using var host = await HostAsync(clock);
        var ada = host.NewUser();
        var task = await ada.CreateAsync(new { title = "a task", due_date = "2026-12-01", recurrence = "FREQ=DAILY;COUNT=2", recurrence_from = "completion" });

        var first = (await ada.SendAsync(HttpMethod.Patch, $"tasks/{task.Id()}/complete")).Json();
        clock.Advance(TimeSpan.FromDays(30));
        var second = (await ada.SendAsync(HttpMethod.Patch, $"tasks/{first.GetProperty("next_task_id").GetInt64()}/complete")).Json();

        Assert.Equal("2026-12-07", second.Text("due_date"));
        Assert.True(second.IsNull("next_task_id"));
    }

    [Fact]
    public async Task The_preview_takes_each_task_to_be_completed_on_its_day()
    {
        var ada = api.NewUser();
        var id = (await ada.CreateAsync(new { title = "a task", due_date = "2026-12-01", time_zone = "America/New_York", recurrence = "FREQ=DAILY;INTERVAL=3", recurrence_from = "completion" })).Id();

        Assert.Equal("""["2026-12-01","2026-12-04","2026-12-07"]""", (await ada.GetAsync($"tasks/{id}/occurrences?limit=3")).ReadAsText());
    }

    private async Task<ApiHost> HostAsync(FakeClock clock) => await TodoApi.HostAsync(await api.Databases.CreateAsync(), clock);
}
