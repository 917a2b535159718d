using System.Globalization;
using CsCheck;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Tasks;

/// <summary>What is overdue, due today, tomorrow or this week, where the person is.</summary>
public sealed class ListTasksDueTests(TodoApi api, ClockedApi clocked) : IClassFixture<ClockedApi>
{
    [Theory]
    [InlineData("overdue", "y-date y-noon early")]
    [InlineData("today", "early date done late")]
    [InlineData("tomorrow", "t-date t-first")]
    [InlineData("week", "early date done late t-date t-first w-last")]
    [InlineData("none", "none")]
    [InlineData("overdue,today", "y-date y-noon early date done late")]
    [InlineData("overdue,tomorrow", "y-date y-noon early t-date t-first")]
    [InlineData("today,tomorrow", "early date done late t-date t-first")]
    [InlineData("week,tomorrow", "early date done late t-date t-first w-last")]
    [InlineData("tomorrow,none", "t-date t-first none")]
    [InlineData("none,overdue", "y-date y-noon early none")]
    [InlineData("TODAY,Today", "early date done late")]
    [InlineData("overdue,today,tomorrow,week,none", "y-date y-noon early date done late t-date t-first w-last none")]
    [InlineData("today&status=pending", "early date late")]
    [InlineData("today&status=completed", "done")]
    [InlineData("overdue&status=completed", "")]
    [InlineData("today&priority=high", "late")]
    [InlineData("today&search=ate", "date late")]
    [InlineData("week&due_date_from=2026-11-25T01:00:00Z&due_date_to=2026-11-26", "done late t-date t-first")]
    [InlineData("overdue&due_date_from=2026-11-24T12:00:00Z", "y-noon early")]
    [InlineData("today,none&due_date_to=2026-11-25T01:00:00Z", "early date done")]
    [InlineData("tomorrow&due_date_to=2026-11-25", "")]
    public async Task Filters_by_day(string due, string titles)
    {
        var ada = clocked.NewUserAt("2026-11-25T22:30:00Z");
        await ada.CreateAsync(new { title = "y-date", due_date = "2026-11-24" });
        await ada.CreateAsync(new { title = "y-done", due_date = "2026-11-24", completed = true });
        await ada.CreateAsync(new { title = "y-noon", due_date = "2026-11-24T12:00:00Z" });
        await ada.CreateAsync(new { title = "early", due_date = "2026-11-25T00:00:00Z" });
        await ada.CreateAsync(new { title = "date", due_date = "2026-11-25" });
        await ada.CreateAsync(new { title = "done", due_date = "2026-11-25T01:00:00Z", completed = true });
        await ada.CreateAsync(new { title = "late", due_date = "2026-11-25T23:59:59.999999Z", priority = "high" });
        await ada.CreateAsync(new { title = "t-date", due_date = "2026-11-26" });
        await ada.CreateAsync(new { title = "t-first", due_date = "2026-11-26T00:00:00Z" });
        await ada.CreateAsync(new { title = "w-last", due_date = "2026-12-01T23:59:59.999999Z" });
        await ada.CreateAsync(new { title = "w-next", due_date = "2026-12-02" });
        await ada.CreateAsync("none");

        Assert.Equal(Words(titles), await ada.TitlesAsync($"?due={due}&sort=due_date&order=asc"));
    }

    [Theory]
    // It is Thursday in Tokyo and on Kiritimati, but still Wednesday in Los Angeles.
    [InlineData("2026-11-25T22:30:00Z", "Asia/Tokyo", "today", "2026-11-25T15:00:00Z 2026-11-26 2026-11-26T14:59:59.999999Z", "2026-11-25 2026-11-25T14:59:59.999999Z 2026-11-26T15:00:00Z 2026-11-27")]
    [InlineData("2026-11-25T22:30:00Z", "Asia/Tokyo", "overdue", "2026-11-25 2026-11-25T22:29:59.999999Z", "2026-11-25T22:30:00Z 2026-11-26")]
    [InlineData("2026-11-25T22:30:00Z", "Pacific/Kiritimati", "today", "2026-11-25T10:00:00Z 2026-11-26 2026-11-26T09:59:59Z", "2026-11-25 2026-11-25T09:59:59Z 2026-11-26T10:00:00Z")]
    [InlineData("2026-11-25T22:30:00Z", "America/Los_Angeles", "today", "2026-11-25 2026-11-25T08:00:00Z 2026-11-26T07:59:59Z", "2026-11-25T07:59:59Z 2026-11-26 2026-11-26T08:00:00Z")]
    [InlineData("2026-11-25T22:30:00Z", "America/Los_Angeles", "tomorrow", "2026-11-26 2026-11-26T08:00:00Z 2026-11-27T07:59:59Z", "2026-11-25 2026-11-26T07:59:59Z 2026-11-27 2026-11-27T08:00:00Z")]
    [InlineData("2026-11-25T22:30:00Z", "America/Los_Angeles", "overdue", "2026-11-24 2026-11-25T22:29:59Z", "2026-11-25 2026-11-25T22:30:00Z")]
    [InlineData("2026-11-25T22:30:00Z", "Asia/Kathmandu", "week", "2026-11-25T18:15:00Z 2026-11-26 2026-12-02 2026-12-02T18:14:59Z", "2026-11-25 2026-11-25T18:14:59Z 2026-12-02T18:15:00Z 2026-12-03")]
    // Days with 23 and 25 hours.
    [InlineData("2026-03-29T10:00:00Z", "Europe/Berlin", "today", "2026-03-28T23:00:00Z 2026-03-29 2026-03-29T21:59:59Z", "2026-03-28T22:59:59Z 2026-03-29T22:00:00Z")]
    [InlineData("2026-10-25T10:00:00Z", "Europe/Berlin", "today", "2026-10-24T22:00:00Z 2026-10-25 2026-10-25T22:59:59Z", "2026-10-24T21:59:59Z 2026-10-25T23:00:00Z")]
    [InlineData("2026-10-22T10:00:00Z", "Europe/Berlin", "week", "2026-10-21T22:00:00Z 2026-10-28 2026-10-28T22:59:59Z", "2026-10-21T21:59:59Z 2026-10-28T23:00:00Z 2026-10-29")]
    // Midnights that do not exist: the day begins an hour later.
    [InlineData("2018-11-04T12:00:00Z", "America/Sao_Paulo", "today", "2018-11-04 2018-11-04T03:00:00Z 2018-11-05T01:59:59Z", "2018-11-04T02:59:59Z 2018-11-05T02:00:00Z")]
    [InlineData("2024-04-26T12:00:00Z", "Africa/Cairo", "today", "2024-04-25T22:00:00Z 2024-04-26 2024-04-26T20:59:59Z", "2024-04-25T21:59:59Z 2024-04-26T21:00:00Z")]
    // A midnight that comes twice: the day begins with the first.
    [InlineData("2020-11-01T12:00:00Z", "America/Havana", "today", "2020-11-01 2020-11-01T04:00:00Z 2020-11-02T04:59:59Z", "2020-11-01T03:59:59Z 2020-11-02T05:00:00Z")]
    // Samoa skipped the 30th of December 2011: no instant belongs to it, and a date is that day everywhere.
    [InlineData("2011-12-30T09:59:59Z", "Pacific/Apia", "today", "2011-12-29 2011-12-29T10:00:00Z 2011-12-30T09:59:59Z", "2011-12-29T09:59:59Z 2011-12-30 2011-12-30T10:00:00Z")]
    [InlineData("2011-12-30T09:59:59Z", "Pacific/Apia", "tomorrow", "2011-12-30", "2011-12-29 2011-12-30T09:59:59Z 2011-12-30T10:00:00Z 2011-12-31")]
    [InlineData("2011-12-30T10:00:00Z", "Pacific/Apia", "today", "2011-12-30T10:00:00Z 2011-12-31 2011-12-31T09:59:59Z", "2011-12-30 2011-12-30T09:59:59Z 2011-12-31T10:00:00Z")]
    [InlineData("2011-12-30T10:00:00Z", "Pacific/Apia", "overdue", "2011-12-30 2011-12-30T09:59:59Z", "2011-12-30T10:00:00Z 2011-12-31")]
    public async Task A_day_is_that_of_the_time_zone_for_instants_and_the_same_everywhere_for_dates(string now, string zone, string due, string taken, string others)
    {
        var ada = clocked.NewUserAt(now);
        foreach (var dueDate in Words($"{taken} {others}"))
        {
            await ada.CreateAsync(new { title = dueDate, due_date = dueDate });
        }

        Assert.Equal(Words(taken).Order(StringComparer.Ordinal), (await ada.TitlesAsync($"?due={due}&time_zone={zone}")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public Task Agrees_with_the_calendar_of_the_machine()
    {
        // .NET's own time zones come from somewhere else than those of the API.
        string[] zones = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "America/Sao_Paulo", "Australia/Lord_Howe", "Pacific/Honolulu"];
        var dueDates = Gen.Select(Gen.Int[-9 * 24 * 60, 9 * 24 * 60], Gen.Bool, Gen.Bool);
        return Gen.Select(Gen.Int[0, zones.Length - 1], Gen.Int[0, 12 * 365 * 24 * 60], dueDates.Array[12]).SampleAsync(
            async (zone, minutes, tasks) =>
            {
                var there = TimeZoneInfo.FindSystemTimeZoneById(zones[zone]);
                var now = new DateTime(2010, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(minutes);
                var today = TimeZoneInfo.ConvertTimeFromUtc(now, there).Date;
                var ada = clocked.NewUserAt(now.ToString("O"));
                var created = new List<(string Title, int Day, bool IsOverdue)>();
                foreach (var (offset, isDate, completed) in tasks)
                {
                    var due = now.AddMinutes(offset);
                    var title = due.ToString(isDate ? "yyyy-MM-dd" : "yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
                    await ada.CreateAsync(new { title, due_date = title, completed });
                    var day = ((isDate ? due.Date : TimeZoneInfo.ConvertTimeFromUtc(due, there).Date) - today).Days;
                    created.Add((title, day, !completed && (isDate ? day < 0 : offset < 0)));
                }

                await AssertAsync("overdue", task => task.IsOverdue);
                await AssertAsync("today", task => task.Day == 0);
                await AssertAsync("tomorrow", task => task.Day == 1);
                await AssertAsync("week", task => task.Day is >= 0 and <= 6);
                await AssertAsync("overdue,tomorrow", task => task.IsOverdue || task.Day == 1);

                async Task AssertAsync(string due, Func<(string Title, int Day, bool IsOverdue), bool> isTaken) => Assert.Equal(
                    created.Where(isTaken).Select(task => task.Title).Order(StringComparer.Ordinal),
                    (await ada.TitlesAsync($"?due={due}&time_zone={there.Id}")).Order(StringComparer.Ordinal));
            },
            iter: 40,
            threads: 1);
    }

    [Fact]
    public async Task Pages_keep_the_days_and_their_time_zone()
    {
        var ada = clocked.NewUserAt("2026-11-25T22:30:00Z");
        for (var i = 0; i < 7; i++)
        {
            await ada.CreateAsync(new { title = $"{i}", due_date = i % 2 == 0 ? "2026-11-26" : "2026-11-25T16:00:00Z" });
        }

        await ada.CreateAsync(new { title = "yesterday in Tokyo", due_date = "2026-11-25" });

        Assert.Equal(7, (await ada.WalkAsync("tasks?due=today&time_zone=Asia/Tokyo&limit=2")).Length);
        Assert.Equal(7, (await ada.PageAsync("tasks?due=today&time_zone=Asia/Tokyo&count=true&limit=2")).TotalCount);
        var cursor = await ada.CursorAsync("tasks?due=today&time_zone=Asia/Tokyo&limit=2");
        (await ada.GetAsync($"tasks?due=today&time_zone=asia/tokyo&limit=3&cursor={cursor}")).StatusCodeShouldBe(200);
        foreach (var other in (string[])["due=today&time_zone=Asia/Seoul", "due=tomorrow&time_zone=Asia/Tokyo", "limit=2"])
        {
            (await ada.GetAsync($"tasks?{other}&cursor={cursor}")).StatusCodeShouldBe(422);
        }
    }

    [Theory]
    [InlineData("europe/berlin")]
    [InlineData("Asia/Calcutta")]
    [InlineData("US/Eastern")]
    [InlineData("UTC")]
    [InlineData("Etc/GMT+5")]
    [InlineData("America/Argentina/Buenos_Aires")]
    public async Task Takes_the_names_of_the_IANA_database(string zone)
    {
        var response = await api.NewUser().GetAsync($"tasks?due=today&time_zone={zone}");

        response.StatusCodeShouldBe(200);
    }

    [Theory]
    [InlineData("Europe/Berln", "Europe/Berlin")]
    [InlineData("Berlin", "Europe/Berlin")]
    [InlineData("America/New-York", "America/New_York")]
    [InlineData("posixrules", null)]
    [InlineData("../Europe/Berlin", "Europe/Berlin")]
    [InlineData("+02:00", null)]
    [InlineData("GMT+2", null)]
    [InlineData("Nowhere/At_all", null)]
    public async Task Refuses_other_names_and_suggests_one_that_is_close(string zone, string? suggestion)
    {
        var response = await api.NewUser().GetAsync($"tasks?time_zone={Uri.EscapeDataString(zone)}");

        var meant = suggestion is null ? "" : $"; did you mean '{suggestion}'?";
        response.ShouldBeProblem("VALIDATION_ERROR", ("time_zone", $"is not a known IANA time zone{meant}"));
    }

    private static string[] Words(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
