using System.Globalization;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Tasks;

/// <summary>What was a day stays that day; what was an instant stays that instant.</summary>
public sealed class DueDateTests(TodoApi api)
{
    public static TheoryData<string> Dates =>
        ["2026-12-01", "2028-02-29", "2000-02-29", "1969-12-31", "0001-01-01", "9999-12-31", "2026-03-29", "2026-10-25"];

    public static TheoryData<string, string> Instants => new()
    {
        { "2026-12-01T09:00:00Z", "2026-12-01T09:00:00" },
        { "2026-12-01T00:00:00Z", "2026-12-01T00:00:00" },
        { "2026-12-01T09:00:00+01:00", "2026-12-01T08:00:00" },
        { "2026-12-01T00:30:00+01:00", "2026-11-30T23:30:00" },
        { "2026-12-31T23:30:00-05:00", "2027-01-01T04:30:00" },
        { "2026-12-01T09:00:00+14:00", "2026-11-30T19:00:00" },
        { "2026-12-01T09:00:00-12:00", "2026-12-01T21:00:00" },
        { "2026-12-01T09:00:00+05:45", "2026-12-01T03:15:00" },
        { "2026-12-01T09:00:00+00:00", "2026-12-01T09:00:00" },
        { "2026-12-01T09:00:00-00:00", "2026-12-01T09:00:00" },
        { "2026-12-01T09:00:00", "2026-12-01T09:00:00" },
        { "2026-12-01T09:00", "2026-12-01T09:00:00" },
        { "2026-12-01T09:00:00.5Z", "2026-12-01T09:00:00.5" },
        { "2026-12-01T09:00:00.123Z", "2026-12-01T09:00:00.123" },
        { "2026-12-01T09:00:00.123456Z", "2026-12-01T09:00:00.123456" },
        { "2026-12-01T09:00:00.123456+01:00", "2026-12-01T08:00:00.123456" },
        { "2026-12-01T09:00:00.123456", "2026-12-01T09:00:00.123456" },
        { "2028-02-29T23:59:59Z", "2028-02-29T23:59:59" },
        { "2028-02-29T23:30:00-01:00", "2028-03-01T00:30:00" },
        { "0001-01-01T00:00:00Z", "0001-01-01T00:00:00" },
        { "0001-01-01T01:00:00+01:00", "0001-01-01T00:00:00" },
        { "9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999" },
        { "9999-12-31T22:59:59-01:00", "9999-12-31T23:59:59" },
        { "1883-11-18T12:00:00Z", "1883-11-18T12:00:00" },
    };

    public static TheoryData<string> Refused =>
    [
        "", " ", "tomorrow", "2026", "2026-12", "2026-13-01", "2026-00-01", "2026-12-00", "2026-12-32", "2026-02-30", "2027-02-29", "1900-02-29",
        "2026-1-1", "01/12/2026", "12-01-2026", "20261201", "0000-01-01", "0000-12-31", "10000-01-01", "-0001-01-01", "+2026-12-01", "2026-12-01Z", "2026-W49-2",
        "2026-12-01T", "2026-12-01T09", "2026-12-01T25:00:00Z", "2026-12-01T09:60:00Z", "2026-12-01T09:00:61Z", "2026-12-01T24:01:00Z",
        "2026-12-01T09:00:00+99:99", "2026-12-01T09:00:00+", "2026-12-01T09:00:00 UTC", "2026-12-01T09:00:00Europe/Berlin", "2026-12-01T09:00:00.Z",
        "2026-12-01T09:00:00Z tail", "2027-02-29T00:00:00Z", "0000-12-31T23:59:59Z", "10000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+00:01", "0001-01-01T00:00:00+14:00", "0001-01-01T00:59:59.999999+01:00",
        "9999-12-31T23:59:59-00:01", "9999-12-31T23:59:59.999999-12:00", "9999-12-31T23:00:00-01:00",
        "２０２６-12-01", "infinity", "-infinity", "now", "\u0000", "2026-12-01\u0000",
    ];

    [Theory]
    [MemberData(nameof(Dates))]
    public async Task A_date_comes_back_as_that_date(string date)
    {
        var ada = api.NewUser();

        var created = await ada.CreateAsync(new { title = "x", due_date = date });

        Assert.Equal(date, created.Text("due_date"));
        Assert.Equal(date, (await ada.GetAsync(created.Id())).Text("due_date"));
        Assert.Equal(date, Assert.Single(await ada.ListAsync()).Text("due_date"));
    }

    [Theory]
    [MemberData(nameof(Instants))]
    public async Task An_instant_comes_back_as_that_instant_in_utc(string instant, string utc)
    {
        var ada = api.NewUser();

        var created = await ada.CreateAsync(new { title = "x", due_date = instant });

        Assert.Equal(DateTimeOffset.Parse(utc, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal), created.Instant("due_date"));
        Assert.Equal(created.ToString(), (await ada.GetAsync(created.Id())).ToString());
        Assert.Equal(created.ToString(), Assert.Single(await ada.ListAsync()).ToString());
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_is_neither_is_refused(string text)
    {
        var ada = api.NewUser();

        var response = await ada.PostAsync(new { title = "x", due_date = text });

        response.ShouldBeInvalid("due_date");
        Assert.Empty(await ada.ListAsync());
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_is_neither_changes_nothing(string text)
    {
        var ada = api.NewUser();
        var created = await ada.CreateAsync(new { title = "x", due_date = "2026-12-01" });

        var response = await ada.SendAsync(HttpMethod.Patch, $"tasks/{created.Id()}", new { title = "y", due_date = text });

        response.ShouldBeInvalid("due_date");
        Assert.Equal(created.ToString(), (await ada.GetAsync(created.Id())).ToString());
    }

    [Theory]
    [InlineData("2026-12-01T09:00:00.1234567Z", "2026-12-01T09:00:00.1234567")]
    [InlineData("2026-12-01T09:00:00.123456789Z", "2026-12-01T09:00:00.1234567")]
    [InlineData("2026-12-01T09:00:00.123456789+01:00", "2026-12-01T08:00:00.1234567")]
    [InlineData("2026-12-01T09:00:00.9999999Z", "2026-12-01T09:00:00.9999999")]
    [InlineData("2026-12-01T23:59:59.999999999999999999Z", "2026-12-01T23:59:59.9999999")]
    [InlineData("9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59.9999999")]
    public async Task Of_a_finer_instant_the_microseconds_are_kept(string instant, string utc)
    {
        var ada = api.NewUser();

        var created = await ada.CreateAsync(new { title = "x", due_date = instant });

        var difference = created.Instant("due_date") - DateTimeOffset.Parse(utc, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        Assert.InRange(difference.Duration(), TimeSpan.Zero, TimeSpan.FromMicroseconds(1));
        Assert.Equal(created.ToString(), (await ada.GetAsync(created.Id())).ToString());
    }

    [Fact]
    public async Task A_date_can_become_an_instant_and_a_date_again()
    {
        var ada = api.NewUser();
        var id = (await ada.CreateAsync(new { title = "x", due_date = "2026-12-01" })).Id();

        var instant = await ada.PatchAsync(id, """{"due_date":"2026-12-01T00:00:00Z"}""");
        var date = await ada.PatchAsync(id, """{"due_date":"2026-12-01"}""");

        Assert.Equal(new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero), instant.Instant("due_date"));
        Assert.Equal("2026-12-01", date.Text("due_date"));
        Assert.Equal(date.ToString(), (await ada.GetAsync(id)).ToString());
    }

    [Theory]
    [InlineData("Pacific/Kiritimati")]
    [InlineData("America/Los_Angeles")]
    public async Task No_day_moves_when_the_database_session_is_in_another_time_zone(string zone)
    {
        await using var elsewhere = await TodoApi.HostAsync($"{await api.Databases.CreateAsync()};Timezone={zone}");
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

    [Theory]
    [InlineData("2026-12-01t09:00:00z", "2026-12-01T09:00:00Z")]
    [InlineData("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z")]
    [InlineData("2016-12-31T18:59:60-05:00", "2017-01-01T00:00:00Z")]
    public async Task Small_letters_and_leap_seconds_are_rfc_3339_too(string given, string kept) =>
        Assert.Equal(kept, (await api.NewUser().CreateAsync(new { title = "x", due_date = given })).Text("due_date"));
}
