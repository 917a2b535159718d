using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Tasks;

public sealed class ListTasksFilterTests(TodoApi api)
{
    [Fact]
    public async Task A_new_user_has_an_empty_list()
    {
        var ada = api.NewUser();

        var response = await ada.GetAsync("tasks");

        Assert.Equal("[]", response.ReadAsText());
        Assert.Equal("application/json; charset=utf-8", response.Context.Response.ContentType);
        Assert.False(response.Context.Response.Headers.ContainsKey("Link"));
    }

    [Fact]
    public async Task Lists_only_ones_own_tasks()
    {
        var ada = api.NewUser();
        var bob = api.NewUser();
        await ada.CreateAsync("of ada");
        await bob.CreateAsync("of bob");

        Assert.Equal(["of ada"], await ada.TitlesAsync());
        Assert.Equal(["of bob"], await bob.TitlesAsync());
    }

    [Fact]
    public async Task Lists_tasks_as_they_are_told_one_by_one()
    {
        var ada = api.NewUser();
        var first = await ada.CreateAsync(new { title = "x", due_date = "2026-12-01T09:00:00+01:00", description = "y" });
        var second = await ada.CreateAsync(new { title = "z", due_date = "2026-12-01", completed = true });

        Assert.Equal([second.GetRawText(), first.GetRawText()], (await ada.ListAsync()).Select(task => task.GetRawText()));
    }

    [Theory]
    [InlineData("", "open done")]
    [InlineData("?status=all", "open done")]
    [InlineData("?status=pending", "open")]
    [InlineData("?status=completed", "done")]
    [InlineData("?completed=true", "done")]
    [InlineData("?completed=false", "open")]
    [InlineData("?status=pending&completed=false", "open")]
    [InlineData("?status=completed&completed=true", "done")]
    public async Task Filters_by_status(string query, string titles)
    {
        var ada = api.NewUser();
        await ada.CreateAsync(new { title = "done", completed = true });
        await ada.CreateAsync("open");

        Assert.Equal(titles.Split(' '), await ada.TitlesAsync(query));
    }

    [Theory]
    [InlineData("?status=pending&completed=true")]
    [InlineData("?status=completed&completed=false")]
    public async Task Refuses_status_and_completed_that_disagree(string query)
    {
        var response = await api.NewUser().GetAsync($"tasks{query}");

        response.ShouldBlameOneOf("status", "completed");
    }

    [Fact]
    public async Task Follows_a_task_from_pending_to_completed()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync("task");

        var toggled = await ada.SendAsync(HttpMethod.Patch, $"tasks/{id}/complete");

        Assert.Empty(await ada.TitlesAsync("?status=pending"));
        Assert.Equal(["task"], await ada.TitlesAsync("?status=completed"));
    }

    [Theory]
    [InlineData("low", "low")]
    [InlineData("medium", "medium")]
    [InlineData("high", "high")]
    [InlineData("low,high", "low high")]
    [InlineData("high,low", "low high")]
    [InlineData("high%2Clow", "low high")]
    [InlineData("low,medium,high", "low medium high")]
    public async Task Filters_by_priority(string priority, string titles)
    {
        var ada = api.NewUser();
        foreach (var one in (string[])["high", "medium", "low"])
        {
            await ada.CreateAsync(new { title = one, priority = one });
        }

        Assert.Equal(titles.Split(' '), await ada.TitlesAsync($"?priority={priority}"));
    }

    [Theory]
    // A date counts as its first instant in UTC, and as an upper bound includes its whole day.
    [InlineData("?due_date_from=2026-12-02", "d2 i2-noon i2-late d3 i3")]
    [InlineData("?due_date_from=2026-12-02T00:00:00Z", "d2 i2-noon i2-late d3 i3")]
    [InlineData("?due_date_from=2026-12-02T00:00:00.000001Z", "i2-noon i2-late d3 i3")]
    [InlineData("?due_date_from=2026-12-02T12:00:00Z", "i2-noon i2-late d3 i3")]
    [InlineData("?due_date_from=2026-12-02T13:00:00%2B01:00", "i2-noon i2-late d3 i3")]
    [InlineData("?due_date_from=2026-12-02T07:00:00-05:00", "i2-noon i2-late d3 i3")]
    [InlineData("?due_date_from=2026-12-02T12:00:00", "i2-noon i2-late d3 i3")]
    [InlineData("?due_date_to=2026-12-02", "d1 i1-late d2 i2-noon i2-late")]
    [InlineData("?due_date_to=2026-12-01", "d1 i1-late")]
    [InlineData("?due_date_to=2026-12-02T00:00:00Z", "d1 i1-late d2")]
    [InlineData("?due_date_to=2026-12-02T12:00:00Z", "d1 i1-late d2 i2-noon")]
    [InlineData("?due_date_to=2026-12-02T11:59:59.999999Z", "d1 i1-late d2")]
    [InlineData("?due_date_to=2026-12-03T00:00:00%2B01:00", "d1 i1-late d2 i2-noon")]
    [InlineData("?due_date_from=2026-12-02&due_date_to=2026-12-02", "d2 i2-noon i2-late")]
    [InlineData("?due_date_from=2026-12-02T12:00:00Z&due_date_to=2026-12-02T12:00:00Z", "i2-noon")]
    [InlineData("?due_date_from=2026-12-02T12:00:00Z&due_date_to=2026-12-02", "i2-noon i2-late")]
    [InlineData("?due_date_from=0001-01-01&due_date_to=9999-12-31", "d1 i1-late d2 i2-noon i2-late d3 i3")]
    [InlineData("?due_date_from=2026-12-04", "")]
    [InlineData("?due_date_to=2026-11-30", "")]
    public async Task Filters_by_due_date(string query, string titles)
    {
        var ada = api.NewUser();
        await CreateDueAsync(
            ada,
            ("none", null),
            ("d1", "2026-12-01"),
            ("i1-late", "2026-12-01T23:59:59.999999Z"),
            ("d2", "2026-12-02"),
            ("i2-noon", "2026-12-02T12:00:00Z"),
            ("i2-late", "2026-12-02T23:59:59.999999Z"),
            ("d3", "2026-12-03"),
            ("i3", "2026-12-03T00:00:00Z"));

        Assert.Equal(titles.Split(' ', StringSplitOptions.RemoveEmptyEntries), await ada.TitlesAsync($"{query}&sort=due_date&order=asc"));
    }

    [Theory]
    [InlineData("?due_date_to=9999-12-31", "first-date first last-date last")]
    [InlineData("?due_date_to=9999-12-31T23:59:59.999999Z", "first-date first last-date last")]
    [InlineData("?due_date_from=9999-12-31", "last-date last")]
    [InlineData("?due_date_from=9999-12-31T23:59:59.999999Z", "last")]
    [InlineData("?due_date_to=0001-01-01", "first-date first")]
    [InlineData("?due_date_from=0001-01-01T00:00:00Z", "first-date first last-date last")]
    public async Task Filters_at_the_ends_of_the_calendar(string query, string titles)
    {
        var ada = api.NewUser();
        await CreateDueAsync(
            ada,
            ("none", null),
            ("first-date", "0001-01-01"),
            ("first", "0001-01-01T00:00:00Z"),
            ("last-date", "9999-12-31"),
            ("last", "9999-12-31T23:59:59.999999Z"));

        Assert.Equal(titles.Split(' '), await ada.TitlesAsync($"{query}&sort=due_date&order=asc"));
    }

    [Fact]
    public async Task All_filters_hold_together()
    {
        var ada = api.NewUser();
        await ada.CreateAsync(new { title = "milk", completed = true, priority = "high", due_date = "2026-12-01" });
        await ada.CreateAsync(new { title = "milk, but open", priority = "high", due_date = "2026-12-01" });
        await ada.CreateAsync(new { title = "milk, but low", completed = true, priority = "low", due_date = "2026-12-01" });
        await ada.CreateAsync(new { title = "milk, but late", completed = true, priority = "high", due_date = "2026-12-02" });
        await ada.CreateAsync(new { title = "bread", completed = true, priority = "high", due_date = "2026-12-01" });

        Assert.Equal(["milk"], await ada.TitlesAsync("?status=completed&priority=high,medium&due_date_to=2026-12-01&search=milk"));
    }

    private static async Task CreateDueAsync(ApiUser user, params (string Title, string? DueDate)[] tasks)
    {
        foreach (var (title, dueDate) in tasks)
        {
            await user.CreateAsync(new { title, due_date = dueDate });
        }
    }
}
