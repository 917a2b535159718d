using System.Text.Json;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Tasks;

public sealed class GetStatsTests(TodoApi api, ClockedApi clocked) : IClassFixture<ClockedApi>
{
    [Fact]
    public async Task Counts_nothing_for_a_new_user() =>
        AssertStats("""{"total":0,"completed":0,"pending":0,"overdue":0,"due_today":0,"by_priority":{},"by_list":{},"by_tag":{}}""", await StatsAsync(api.NewUser()));

    [Fact]
    public async Task Counts_ones_own_tasks_that_are_not_in_the_trash()
    {
        var ada = api.NewUser();
        var bob = api.NewUser();
        await ada.CreateAsync("x");
        var list = await api.ExecuteAsync($"INSERT INTO lists (user_id, name, created_at, updated_at) VALUES ('{ada.Id}', 'x', now(), now()) RETURNING id");
        await ada.PostAsync("""{"title":"x","completed":true,"priority":"high","tags":["Home","urgent"]}""");
        await ada.PostAsync($$"""{"title":"x","priority":"high","tags":["HOME"],"list_id":{{list}}}""");
        await ada.PostAsync($$"""{"title":"x","list_id":{{list}}}""");
        var trashed = await ada.PostAsync($$"""{"title":"x","tags":["gone"],"list_id":{{list}}}""");
        (await ada.DeleteAsync($"tasks/{trashed.Json().Id()}")).StatusCodeShouldBe(204);
        await bob.PostAsync("""{"title":"of bob","tags":["home"]}""");

        AssertStats(
            """{"total":4,"completed":1,"pending":3,"overdue":0,"due_today":0,"by_priority":{"medium":2,"high":2},"by_list":{"LIST":2,"none":2},"by_tag":{"Home":2,"urgent":1}}"""
                .Replace("LIST", $"{list}", StringComparison.Ordinal),
            await StatsAsync(ada));
    }

    [Theory]
    // It is 22:30 on Wednesday in UTC, and Thursday morning in Tokyo.
    [InlineData(null, 4, 4)]
    [InlineData("UTC", 4, 4)]
    [InlineData("Asia/Tokyo", 5, 4)]
    [InlineData("Pacific/Kiritimati", 5, 4)]
    [InlineData("america/los_angeles", 4, 4)]
    public async Task Counts_what_is_overdue_and_due_today_where_the_person_is(string? zone, int overdue, int dueToday)
    {
        var ada = clocked.NewUserAt("2026-11-25T22:30:00Z");
        string[] dueDates =
        [
            "2026-11-24", "2026-11-24T12:00:00Z", "2026-11-25", "2026-11-25T07:59:59Z", "2026-11-25T22:29:59Z", "2026-11-25T22:30:00Z", "2026-11-26", "2026-11-26T00:00:00Z",
            "2026-11-27",
        ];
        foreach (var dueDate in dueDates)
        {
            await ada.CreateAsync(new { title = "x", due_date = dueDate });
            await ada.CreateAsync(new { title = "x", due_date = dueDate, completed = true });
        }

        var stats = await StatsAsync(ada, zone is null ? "" : $"?time_zone={zone}");

        Assert.Equal((overdue, dueToday), (stats.GetProperty("overdue").GetInt32(), stats.GetProperty("due_today").GetInt32()));
        Assert.Equal(overdue, (await ada.ListAsync($"?due=overdue&time_zone={zone ?? "UTC"}")).Length);
        Assert.Equal(dueToday, (await ada.ListAsync($"?due=today&status=pending&time_zone={zone ?? "UTC"}")).Length);
    }

    [Theory]
    [InlineData("?time_zone=Berlin", "time_zone")]
    [InlineData("?time_zone=", "time_zone")]
    [InlineData("?due=today", "due")]
    public async Task Refuses_other_parameters_and_names(string query, string field)
    {
        var response = await api.NewUser().GetAsync($"tasks/stats{query}");

        response.ShouldBeInvalid(field);
    }

    private static async Task<JsonElement> StatsAsync(ApiUser user, string query = "") => (await user.GetAsync($"tasks/stats{query}")).StatusCodeShouldBe(200).Json();

    private static void AssertStats(string expected, JsonElement stats) => Assert.Equal(expected, stats.GetRawText());
}
