using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Tasks;

/// <summary>Timestamps are told as they are kept: UTC, to the microsecond.</summary>
public sealed class TimestampTests(OwnDatabase database) : IClassFixture<OwnDatabase>
{
    [Theory]
    [InlineData("2026-11-21T09:30:00.1234567Z", "2026-11-21T09:30:00.123456Z")]
    [InlineData("2026-11-21T09:30:00.9999999Z", "2026-11-21T09:30:00.999999Z")]
    [InlineData("2026-11-21T09:30:00.0000000Z", "2026-11-21T09:30:00Z")]
    public async Task A_task_is_told_at_once_as_it_is_told_later(string now, string kept)
    {
        var clock = new FakeClock(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture));
        await database.ResetAsync();
        await using var host = await TodoApi.HostAsync(database.ConnectionString, clock);
        var ada = host.NewUser("ada");

        var created = await ada.CreateAsync("x");
        clock.Advance(TimeSpan.FromMilliseconds(1.23456));
        var changed = await ada.PatchAsync(created.Id(), """{"title":"y"}""");

        var expected = DateTimeOffset.Parse(kept, System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(created.Instant("created_at") - expected, TimeSpan.Zero, TimeSpan.FromMicroseconds(1));
        Assert.Equal(created.Text("created_at"), changed.Text("created_at"));
        Assert.True(changed.Instant("updated_at") > created.Instant("updated_at"));
        Assert.Equal(changed.GetRawText(), Assert.Single(await ada.ListAsync()).GetRawText());
    }
}
