using System.Net;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Tasks;

public sealed class ListTasksPagingTests(TodoApi api)
{
    private static readonly string[] Sorts = ["created_at", "updated_at", "due_date", "priority", "title"];

    public static TheoryData<string, string> Orders
    {
        get
        {
            var orders = new TheoryData<string, string>();
            foreach (var sort in Sorts)
            {
                orders.Add(sort, "asc");
                orders.Add(sort, "desc");
            }

            return orders;
        }
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Walking_by_cursor_gives_every_task_once_and_in_order(string sort, string order)
    {
        var ada = await WithTasksAsync();
        var query = $"tasks?sort={sort}&order={order}";
        var whole = (await ada.PageAsync($"{query}&limit=500")).Ids;
        Assert.Equal(13, whole.Length);

        foreach (var limit in (int[])[1, 2, 3, 6, 12, 13, 14])
        {
            Assert.Equal(whole, (await ada.WalkAsync($"{query}&limit={limit}", limit)).Select(task => task.Id()));
        }
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Walking_by_cursor_gives_every_task_once_while_others_come_and_go(string sort, string order)
    {
        var ada = await WithTasksAsync();
        var query = $"tasks?sort={sort}&order={order}&limit=3";
        var before = (await ada.PageAsync($"tasks?sort={sort}&order={order}")).Ids;
        var deleted = new HashSet<long>();
        var seen = new List<long>();

        for (var next = query; next is not null;)
        {
            var page = await ada.PageAsync(next);
            seen.AddRange(page.Ids);
            next = page.Next;

            // The very task the cursor stands on goes, one not seen yet goes, and others come at both ends.
            foreach (var id in before.Where(id => !deleted.Contains(id)).Where(id => id == page.Ids[^1] || (!seen.Contains(id) && id == before[^1])).ToArray())
            {
                using var response = await ada.Client.DeleteAsync($"tasks/{id}", Ct);
                deleted.Add(id);
            }

            if (seen.Count < 20)
            {
                await ada.CreateAsync(new { title = "  AAA first", priority = "low", due_date = "0001-01-01" });
                await ada.CreateAsync(new { title = "zzz last", priority = "high", due_date = "9999-12-31" });
            }
        }

        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Equal(before.Where(id => !deleted.Contains(id) || seen.Contains(id)), seen.Where(before.Contains));
        Assert.DoesNotContain(before[^1], seen);
    }

    [Fact]
    public async Task The_last_page_has_no_next()
    {
        var ada = await WithTasksAsync();

        Assert.Null((await ada.PageAsync("tasks")).Next);
        Assert.Null((await ada.PageAsync("tasks?limit=13")).Next);
        Assert.NotNull((await ada.PageAsync("tasks?limit=12")).Next);
    }

    [Theory]
    [InlineData("status=pending")]
    [InlineData("completed=false")]
    [InlineData("priority=low,high")]
    [InlineData("search=t%C3%A4sk")]
    [InlineData("search=%25+%26+%2B+%23+%3D")]
    [InlineData("due_date_from=2026-12-01&due_date_to=2026-12-03")]
    [InlineData("due_date_from=2026-12-01T01:00:00%2B01:00")]
    [InlineData("status=pending&priority=medium,low,high&search=task&due_date_to=2026-12-31&sort=due_date&order=asc")]
    public async Task Links_keep_all_filters(string filters)
    {
        var ada = await WithTasksAsync();
        for (var i = 0; i < 4; i++)
        {
            await ada.CreateAsync(new { title = $"täsk % & + # = {i}", due_date = "2026-12-02" });
        }

        var whole = await ada.PageAsync($"tasks?{filters}&limit=500");
        Assert.InRange(whole.Tasks.Length, 2, 16);

        Assert.Equal(whole.Ids, (await ada.WalkAsync($"tasks?{filters}&limit=1", 1)).Select(task => task.Id()));
        Assert.Equal(whole.Ids, (await ada.WalkAsync($"tasks?limit=3&{filters}&count=true", 3)).Select(task => task.Id()));
        Assert.Equal(whole.Ids, (await ada.WalkAsync($"tasks?{filters}&user_id={ada.Id}&limit=2", 2)).Select(task => task.Id()));
        Assert.Equal(whole.Tasks.Length, (await ada.PageAsync((await ada.PageAsync($"tasks?{filters}&page=1&limit=2")).Links["last"])).TotalCount);
    }

    [Fact]
    public async Task Links_work_for_a_user_whose_id_needs_encoding()
    {
        var ada = api.NewUser($"auth0|a b/c%2F{Guid.NewGuid():N}🦄");
        for (var i = 0; i < 3; i++)
        {
            await ada.CreateIdAsync();
        }

        Assert.Equal(3, (await ada.WalkAsync("tasks?limit=1", 1)).Length);
        Assert.Single((await ada.PageAsync((await ada.PageAsync("tasks?limit=2&page=1")).Links["last"])).Tasks);
    }

    [Theory]
    [InlineData("sort=title", "sort=created_at")]
    [InlineData("sort=title", "sort=due_date")]
    [InlineData("sort=created_at", "sort=updated_at")]
    [InlineData("sort=created_at", "sort=priority")]
    [InlineData("sort=priority", "sort=title")]
    [InlineData("sort=due_date&order=asc", "sort=due_date&order=desc")]
    [InlineData("order=asc", "order=desc")]
    [InlineData("status=pending", "status=all")]
    [InlineData("status=all", "status=pending")]
    [InlineData("priority=low,medium", "priority=medium")]
    [InlineData("search=task", "search=tas")]
    [InlineData("search=task", "")]
    [InlineData("due_date_from=2026-01-01", "due_date_from=2026-01-02")]
    [InlineData("due_date_to=2027-01-01", "due_date_to=2027-01-01T23:59:59Z")]
    [InlineData("due_date_from=2026-01-01", "due_date_to=2026-01-01")]
    public async Task Refuses_the_cursor_of_another_query(string one, string other)
    {
        var ada = await WithTasksAsync();
        var cursor = await ada.CursorAsync($"tasks?{one}&limit=1");

        using var response = await ada.Client.GetAsync($"tasks?{other}&limit=1&cursor={cursor}", Ct);

        await response.AssertInvalidAsync("cursor");
    }

    [Fact]
    public async Task The_cursor_of_somebody_else_shows_nothing_of_theirs()
    {
        var bob = await WithTasksAsync();
        var ada = await WithTasksAsync();

        foreach (var sort in Sorts)
        {
            var cursor = await bob.CursorAsync($"tasks?sort={sort}&limit=1");
            using var response = await ada.Client.GetAsync($"tasks?sort={sort}&cursor={cursor}", Ct);

            await response.AssertHandledAsync();
            if (response.StatusCode == HttpStatusCode.OK)
            {
                Assert.All((await response.JsonAsync()).EnumerateArray(), task => Assert.Equal(ada.Id, task.Text("user_id")));
            }
        }
    }

    [Theory]
    [InlineData("created_at")]
    [InlineData("updated_at")]
    [InlineData("due_date")]
    [InlineData("priority")]
    [InlineData("title")]
    public async Task A_cursor_that_was_tampered_with_is_handled(string sort)
    {
        var ada = await WithTasksAsync();
        var cursor = Uri.UnescapeDataString(await ada.CursorAsync($"tasks?sort={sort}&limit=5"));

        // Somewhere in the middle a change may by chance make another good cursor; it must never make an error of the server.
        for (var i = 0; i < cursor.Length; i += 3)
        {
            var changed = $"{cursor[..i]}{(cursor[i] == 'A' ? 'B' : 'A')}{cursor[(i + 1)..]}";
            using var response = await ada.Client.GetAsync($"tasks?sort={sort}&limit=5&cursor={Uri.EscapeDataString(changed)}", Ct);
            Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.UnprocessableEntity, $"{changed}: {response.StatusCode}");
            await response.AssertHandledAsync();
        }
    }

    [Theory]
    [InlineData("x{0}")]
    [InlineData("{0}*")]
    [InlineData("{0}.{0}")]
    [InlineData("%00{0}")]
    public async Task Refuses_a_cursor_with_something_added(string format)
    {
        var ada = await WithTasksAsync();
        var cursor = await ada.CursorAsync("tasks?limit=5");

        using var response = await ada.Client.GetAsync($"tasks?limit=5&cursor={format.Replace("{0}", cursor, StringComparison.Ordinal)}", Ct);

        await response.AssertInvalidAsync("cursor");
    }

    [Fact]
    public async Task Refuses_a_cursor_of_several_thousand_characters()
    {
        using var response = await api.NewUser().Client.GetAsync($"tasks?cursor={new string('A', 6000)}", Ct);

        await response.AssertInvalidAsync("cursor");
    }

    [Fact]
    public async Task Refuses_a_cursor_together_with_a_page()
    {
        var ada = await WithTasksAsync();
        var cursor = await ada.CursorAsync("tasks?limit=5");

        using var response = await ada.Client.GetAsync($"tasks?limit=5&page=2&cursor={cursor}", Ct);

        await response.AssertInvalidOneOfAsync("cursor", "page");
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Pages_by_number_give_every_task_once_and_in_order(string sort, string order)
    {
        var ada = await WithTasksAsync();
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
        var ada = await WithTasksAsync();
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
        var ada = await WithTasksAsync();

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
        var ada = await WithTasksAsync();

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
    public async Task A_page_that_nobody_could_count_to_is_handled(string number)
    {
        using var response = await (await WithTasksAsync()).Client.GetAsync($"tasks?limit=500&page={number}", Ct);

        Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.UnprocessableEntity, $"{response.StatusCode}");
        await response.AssertHandledAsync();
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
        Assert.Equal(count, (await (await WithTasksAsync()).PageAsync($"tasks?{query}")).TotalCount);

    [Theory]
    [InlineData("tasks")]
    [InlineData("tasks?count=false")]
    [InlineData("tasks?limit=2")]
    public async Task Does_not_count_when_not_asked(string address) =>
        Assert.Null((await (await WithTasksAsync()).PageAsync(address)).TotalCount);

    [Fact]
    public async Task Counts_on_every_page_of_a_walk_that_asked_for_it()
    {
        var ada = await WithTasksAsync();

        var first = await ada.PageAsync("tasks?limit=5&count=true");
        var second = await ada.PageAsync(first.Next!);

        Assert.Equal(13, first.TotalCount);
        Assert.Equal(13, second.TotalCount);
    }

    /// <summary>Thirteen tasks with ties in every sort key, and some without a due date.</summary>
    private async Task<ApiUser> WithTasksAsync()
    {
        var ada = api.NewUser();
        for (var i = 0; i < 13; i++)
        {
            await ada.CreateAsync(new
            {
                title = (i % 4) switch { 0 => "Task", 1 => "task", 2 => "Ärger mit task", _ => $"task {i}" },
                priority = (i % 3) switch { 0 => "medium", 1 => "high", _ => "low" },
                completed = i % 4 == 0 && i < 13,
                due_date = (i % 5) switch { 0 => "2026-12-01", 1 => "2026-12-02", 2 => "2026-12-02T00:00:00Z", 3 => null, _ => $"2026-12-03T0{i / 5}:00:00.000001Z" },
            });
        }

        return ada;
    }
}
