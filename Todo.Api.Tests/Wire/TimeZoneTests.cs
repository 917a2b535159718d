using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Wire;

/// <summary>What was a day stays that day wherever the server stands; the time zone belongs to a process.</summary>
public sealed class TimeZoneTests(TodoApi api)
{
    [Theory]
    [InlineData("Pacific/Kiritimati")]
    [InlineData("America/Los_Angeles")]
    public async Task No_day_moves_when_the_server_is_in_another_time_zone(string zone)
    {
        await using var elsewhere = await ApiProcess.StartAsync(
            ("TZ", zone), ("DATABASE_URL", await api.Databases.CreateAsync()), ("BETTER_AUTH_SECRET", TodoApi.Secret));
        var ada = elsewhere.NewUser();

        var date = await ada.CreateAsync(new { title = "date", due_date = "2026-12-01" });
        var instant = await ada.CreateAsync(new { title = "instant", due_date = "2026-12-01T23:30:00Z" });
        var local = await ada.CreateAsync(new { title = "without offset", due_date = "2026-12-02T00:00:00" });

        Assert.Equal("2026-12-01", date.Text("due_date"));
        Assert.Equal("2026-12-01", (await ada.GetAsync(date.Id())).Text("due_date"));
        Assert.Equal(new DateTimeOffset(2026, 12, 1, 23, 30, 0, TimeSpan.Zero), (await ada.GetAsync(instant.Id())).Instant("due_date"));
        Assert.Equal(new DateTimeOffset(2026, 12, 2, 0, 0, 0, TimeSpan.Zero), (await ada.GetAsync(local.Id())).Instant("due_date"));
        Assert.InRange(date.Instant("created_at"), DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddMinutes(1));
        Assert.Equal(["date", "instant"], await ada.TitlesAsync("?due_date_from=2026-12-01&due_date_to=2026-12-01&sort=due_date&order=asc"));
        Assert.Equal(["without offset"], await ada.TitlesAsync("?due_date_from=2026-12-02&due_date_to=2026-12-02"));
    }
}
