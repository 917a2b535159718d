using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Tasks;

public sealed class ListTasksPageTests(TodoApi api)
{
    [Theory]
    [MemberData(nameof(TaskSamples.Orders), MemberType = typeof(TaskSamples))]
    public async Task Pages_by_number_give_every_task_once_and_in_order(string sort, string order)
    {
        var ada = await api.NewUserWithTasksAsync();
        var query = $"tasks?sort={sort}&order={order}";
        var whole = (await ada.PageAsync(query)).Ids;

        var pages = new List<long>();
        for (var page = 1; page <= 4; page++)
        {
            pages.AddRange((await ada.PageAsync($"{query}&limit=4&page={page}")).Ids);
        }

        Assert.Equal(whole, pages);
    }

    [Fact]
    public async Task A_page_leads_to_its_neighbours_and_to_both_ends()
    {
        var ada = await api.NewUserWithTasksAsync();
        var whole = (await ada.PageAsync("tasks")).Ids;

        var second = await ada.PageAsync("tasks?limit=5&page=2");

        Assert.Equal(whole[5..10], second.Ids);
        Assert.Equal(13, second.TotalCount);
        Assert.Equal(whole[10..], (await ada.PageAsync(second.Links["next"])).Ids);
        Assert.Equal(whole[..5], (await ada.PageAsync(second.Links["prev"])).Ids);
        Assert.Equal(whole[..5], (await ada.PageAsync(second.Links["first"])).Ids);
        Assert.Equal(whole[10..], (await ada.PageAsync(second.Links["last"])).Ids);
    }

    [Fact]
    public async Task The_first_page_has_no_prev_and_the_last_no_next()
    {
        var ada = await api.NewUserWithTasksAsync();

        var first = await ada.PageAsync("tasks?limit=5&page=1");
        var last = await ada.PageAsync("tasks?limit=5&page=3");

        Assert.Equal(["first", "last", "next"], first.Links.Keys.Order());
        Assert.Equal(["first", "last", "prev"], last.Links.Keys.Order());
    }

    [Fact]
    public async Task The_last_page_may_be_full()
    {
        var ada = api.NewUser();
        for (var i = 0; i < 4; i++)
        {
            await ada.CreateIdAsync();
        }

        var last = await ada.PageAsync("tasks?limit=2&page=2");

        Assert.Null(last.Next);
        Assert.Equal(last.Ids, (await ada.PageAsync(last.Links["last"])).Ids);
    }

    [Theory]
    [InlineData("4")]
    [InlineData("1000")]
    [InlineData("2147483647")]
    [InlineData("4294967296")]
    public async Task A_page_beyond_the_end_is_empty(string number)
    {
        var ada = await api.NewUserWithTasksAsync();

        var page = await ada.PageAsync($"tasks?limit=5&page={number}");

        Assert.Empty(page.Tasks);
        Assert.Equal(13, page.TotalCount);
        Assert.Null(page.Next);
        Assert.Equal(5, (await ada.PageAsync(page.Links["first"])).Tasks.Length);
        Assert.Equal(3, (await ada.PageAsync(page.Links["last"])).Tasks.Length);
    }

    [Theory]
    [InlineData("9223372036854775807")]
    [InlineData("4611686018427387904")]
    [InlineData("18446744073709551616")]
    public async Task A_page_beyond_all_numbers_is_handled(string number)
    {
        var response = await (await api.NewUserWithTasksAsync()).GetAsync($"tasks?limit=500&page={number}");

        Assert.True(response.Status() is 200 or 422, $"{response.Status()}");
        response.ShouldBeHandled();
    }

    [Fact]
    public async Task An_empty_list_has_one_empty_page()
    {
        var page = await api.NewUser().PageAsync("tasks?page=1");

        Assert.Empty(page.Tasks);
        Assert.Equal(0, page.TotalCount);
        Assert.DoesNotContain("next", page.Links.Keys);
        Assert.DoesNotContain("prev", page.Links.Keys);
    }

    [Theory]
    [InlineData("page=1", 13)]
    [InlineData("count=true", 13)]
    [InlineData("count=true&limit=1", 13)]
    [InlineData("count=true&status=completed", 4)]
    [InlineData("page=2&limit=1&priority=high", 4)]
    [InlineData("count=true&search=nothing", 0)]
    [InlineData("count=true&due_date_to=2026-12-01", 3)]
    public async Task Counts_all_tasks_that_match_when_asked(string query, int count) =>
        Assert.Equal(count, (await (await api.NewUserWithTasksAsync()).PageAsync($"tasks?{query}")).TotalCount);

    [Theory]
    [InlineData("tasks")]
    [InlineData("tasks?count=false")]
    [InlineData("tasks?limit=2")]
    public async Task Does_not_count_when_not_asked(string address) =>
        Assert.Null((await (await api.NewUserWithTasksAsync()).PageAsync(address)).TotalCount);

    [Fact]
    public async Task Counts_on_every_page_of_a_walk_that_asked_for_it()
    {
        var ada = await api.NewUserWithTasksAsync();

        var first = await ada.PageAsync("tasks?limit=5&count=true");
        var second = await ada.PageAsync(first.Next!);

        Assert.Equal(13, first.TotalCount);
        Assert.Equal(13, second.TotalCount);
    }
}
