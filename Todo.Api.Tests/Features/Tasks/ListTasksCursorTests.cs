using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Tasks;

public sealed class ListTasksCursorTests(TodoApi api)
{
    [Theory]
    [MemberData(nameof(TaskSamples.Orders), MemberType = typeof(TaskSamples))]
    public async Task Walking_by_cursor_gives_every_task_once_and_in_order(string sort, string order)
    {
        var ada = await api.NewUserWithTasksAsync();
        var query = $"tasks?sort={sort}&order={order}";
        var whole = (await ada.PageAsync($"{query}&limit=500")).Ids;
        Assert.Equal(13, whole.Length);

        foreach (var limit in (int[])[1, 2, 3, 6, 12, 13, 14])
        {
            Assert.Equal(whole, (await ada.WalkAsync($"{query}&limit={limit}", limit)).Select(task => task.Id()));
        }
    }

    [Theory]
    [MemberData(nameof(TaskSamples.Orders), MemberType = typeof(TaskSamples))]
    public async Task Walking_by_cursor_gives_every_task_once_while_others_come_and_go(string sort, string order)
    {
        var ada = await api.NewUserWithTasksAsync();
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
                var response = await ada.DeleteAsync($"tasks/{id}");
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

    [Theory]
    [InlineData("created_at", "asc")]
    [InlineData("created_at", "desc")]
    [InlineData("priority", "asc")]
    [InlineData("due_date", "desc")]
    public async Task Walking_by_cursor_gives_every_task_once_while_others_change_them(string sort, string order)
    {
        var ada = await api.NewUserWithTasksAsync();
        var query = $"tasks?sort={sort}&order={order}";
        var before = (await ada.PageAsync(query)).Ids;
        var seen = new List<long>();

        for (var next = (string?)$"{query}&limit=2"; next is not null;)
        {
            var page = await ada.PageAsync(next);
            seen.AddRange(page.Ids);
            next = page.Next;
            await Task.WhenAll(before.Select(id => ada.PatchAsync(id, $$"""{"title":"changed {{seen.Count}}","completed":{{(seen.Count % 4 == 0 ? "true" : "false")}}}""")));
        }

        Assert.Equal(before, seen);
    }

    [Fact]
    public async Task The_last_page_has_no_next()
    {
        var ada = await api.NewUserWithTasksAsync();

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
        var ada = await api.NewUserWithTasksAsync();
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
        var ada = await api.NewUserWithTasksAsync();
        var cursor = await ada.CursorAsync($"tasks?{one}&limit=1");

        var response = await ada.GetAsync($"tasks?{other}&limit=1&cursor={cursor}");

        response.ShouldBeInvalid("cursor");
    }

    [Fact]
    public async Task The_cursor_of_another_user_shows_nothing_of_theirs()
    {
        var bob = await api.NewUserWithTasksAsync();
        var ada = await api.NewUserWithTasksAsync();

        foreach (var sort in (string[])["created_at", "updated_at", "due_date", "priority", "title"])
        {
            var cursor = await bob.CursorAsync($"tasks?sort={sort}&limit=1");
            var response = await ada.GetAsync($"tasks?sort={sort}&cursor={cursor}");

            response.ShouldBeHandled();
            if (response.Status() == 200)
            {
                Assert.All(response.Json().EnumerateArray(), task => Assert.Equal(ada.Id, task.Text("user_id")));
            }
        }
    }

    [Theory]
    [InlineData("created_at")]
    [InlineData("updated_at")]
    [InlineData("due_date")]
    [InlineData("priority")]
    [InlineData("title")]
    public async Task A_cursor_that_was_tampered_with_is_refused(string sort)
    {
        var ada = await api.NewUserWithTasksAsync();
        var cursor = Uri.UnescapeDataString(await ada.CursorAsync($"tasks?sort={sort}&limit=5"));

        for (var i = 0; i < cursor.Length; i += 3)
        {
            var changed = $"{cursor[..i]}{(cursor[i] == 'A' ? 'B' : 'A')}{cursor[(i + 1)..]}";
            (await ada.GetAsync($"tasks?sort={sort}&limit=5&cursor={Uri.EscapeDataString(changed)}")).ShouldBeInvalid("cursor");
        }
    }

    [Theory]
    [InlineData("x{0}")]
    [InlineData("{0}*")]
    [InlineData("{0}.{0}")]
    [InlineData("%00{0}")]
    public async Task Refuses_a_cursor_with_something_added(string format)
    {
        var ada = await api.NewUserWithTasksAsync();
        var cursor = await ada.CursorAsync("tasks?limit=5");

        var response = await ada.GetAsync($"tasks?limit=5&cursor={format.Replace("{0}", cursor, StringComparison.Ordinal)}");

        response.ShouldBeInvalid("cursor");
    }

    [Fact]
    public async Task Refuses_a_cursor_of_several_thousand_characters()
    {
        var response = await api.NewUser().GetAsync($"tasks?cursor={new string('A', 6000)}");

        response.ShouldBeInvalid("cursor");
    }

    [Fact]
    public async Task Refuses_a_cursor_together_with_a_page()
    {
        var ada = await api.NewUserWithTasksAsync();
        var cursor = await ada.CursorAsync("tasks?limit=5");

        var response = await ada.GetAsync($"tasks?limit=5&page=2&cursor={cursor}");

        response.ShouldBlameOneOf("cursor", "page");
    }
}
