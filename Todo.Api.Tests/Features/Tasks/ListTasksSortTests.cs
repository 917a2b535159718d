using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Tasks;

public sealed class ListTasksSortTests(TodoApi api)
{
    [Fact]
    public async Task The_newest_task_comes_first_by_default()
    {
        var ada = await WithTitlesAsync("1", "2", "3");

        Assert.Equal(["3", "2", "1"], await ada.TitlesAsync());
    }

    [Theory]
    [InlineData("?sort=created_at", "3 2 1")]
    [InlineData("?order=desc", "3 2 1")]
    [InlineData("?order=asc", "1 2 3")]
    [InlineData("?sort=created_at&order=asc", "1 2 3")]
    [InlineData("?sort=created_at&order=desc", "3 2 1")]
    public async Task Sorts_by_creation(string query, string titles)
    {
        var ada = await WithTitlesAsync("1", "2", "3");

        Assert.Equal(titles.Split(' '), await ada.TitlesAsync(query));
    }

    [Fact]
    public async Task Sorts_by_the_last_change()
    {
        var ada = await WithTitlesAsync("1", "2", "3");
        var ids = (await ada.ListAsync("?order=asc")).Select(task => task.Id()).ToArray();

        await ada.PatchAsync(ids[0], """{"priority":"high"}""");
        var toggled = await ada.SendAsync(HttpMethod.Patch, $"tasks/{ids[1]}/complete");

        Assert.Equal(["2", "1", "3"], await ada.TitlesAsync("?sort=updated_at"));
        Assert.Equal(["3", "1", "2"], await ada.TitlesAsync("?sort=updated_at&order=asc"));
    }

    [Fact]
    public async Task A_change_that_changes_nothing_moves_nothing()
    {
        var ada = await WithTitlesAsync("1", "2");
        var first = (await ada.ListAsync("?order=asc"))[0].Id();

        await ada.PatchAsync(first, """{"title":"1"}""");

        Assert.Equal(["2", "1"], await ada.TitlesAsync("?sort=updated_at"));
    }

    [Theory]
    [InlineData("asc", "low-1 low-2 medium-1 medium-2 high-1 high-2")]
    [InlineData("desc", "high-2 high-1 medium-2 medium-1 low-2 low-1")]
    public async Task Sorts_by_what_a_priority_means_and_then_by_id(string order, string titles)
    {
        var ada = api.NewUser();
        foreach (var title in (string[])["medium-1", "high-1", "low-1", "high-2", "low-2", "medium-2"])
        {
            await ada.CreateAsync(new { title, priority = title[..^2] });
        }

        Assert.Equal(titles.Split(' '), await ada.TitlesAsync($"?sort=priority&order={order}"));
    }

    [Theory]
    [InlineData("asc", "first d1-a d1-i d1-b noon d2 none-1 none-2")]
    [InlineData("desc", "d2 noon d1-b d1-i d1-a first none-2 none-1")]
    public async Task Sorts_by_due_date_and_keeps_tasks_without_one_last(string order, string titles)
    {
        var ada = api.NewUser();
        (string Title, string? Due)[] tasks =
        [
            ("none-1", null), ("d2", "2026-12-02"), ("d1-a", "2026-12-01"), ("d1-i", "2026-12-01T00:00:00Z"), ("noon", "2026-12-01T13:00:00+01:00"),
            ("d1-b", "2026-12-01"), ("none-2", null), ("first", "2026-11-30T23:59:59.999999Z"),
        ];
        foreach (var (title, due) in tasks)
        {
            await ada.CreateAsync(new { title, due_date = due });
        }

        Assert.Equal(titles.Split(' '), await ada.TitlesAsync($"?sort=due_date&order={order}"));
    }

    [Theory]
    [InlineData("asc", "apple,Banana,cherry,Date")]
    [InlineData("desc", "Date,cherry,Banana,apple")]
    public async Task Sorts_by_title_without_regard_to_case(string order, string titles)
    {
        var ada = await WithTitlesAsync("cherry", "Date", "apple", "Banana");

        Assert.Equal(titles.Split(','), await ada.TitlesAsync($"?sort=title&order={order}"));
    }

    [Theory]
    [InlineData("milk", "MILK", "Milk", "mILK")]
    [InlineData("École", "école", "ÉCOLE", "éCOLE")]
    public async Task Titles_that_differ_in_case_only_are_sorted_by_id(params string[] titles)
    {
        var ada = await WithTitlesAsync(titles);

        Assert.Equal(titles, await ada.TitlesAsync("?sort=title&order=asc"));
        Assert.Equal(titles.Reverse(), await ada.TitlesAsync("?sort=title&order=desc"));
    }

    [Fact]
    public async Task Filters_do_not_disturb_the_order()
    {
        var ada = await WithTitlesAsync("c x", "a x", "b", "d x");

        Assert.Equal(["a x", "c x", "d x"], await ada.TitlesAsync("?sort=title&order=asc&search=x"));
    }

    private async Task<ApiUser> WithTitlesAsync(params string[] titles)
    {
        var user = api.NewUser();
        foreach (var title in titles)
        {
            await user.CreateAsync(title);
        }

        return user;
    }
}
