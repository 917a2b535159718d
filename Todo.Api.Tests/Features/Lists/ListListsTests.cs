using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Lists;

/// <summary>Reading lists, and what they count.</summary>
public sealed class ListListsTests(TodoApi api)
{
    [Fact]
    public async Task Lists_come_by_their_position()
    {
        var (ada, bob) = (api.NewUser(), api.NewUser());
        Assert.Empty(await ada.ListListsAsync());
        await bob.CreateListAsync("of bob");
        foreach (var name in (string[])["c", "a", "b"])
        {
            await ada.CreateListAsync(name);
        }

        var lists = await ada.ListListsAsync();

        Assert.Equal(["c", "a", "b"], lists.Select(list => list.Text("name")));
        Assert.Equal(lists.Select(list => list.Text("position")).Order(StringComparer.Ordinal), lists.Select(list => list.Text("position")));
        Assert.Equal(3, lists.Select(list => list.Text("position")).Distinct().Count());
        (await ada.GetAsync("lists?limit=1")).ShouldBeInvalid("limit");
    }

    [Fact]
    public async Task Counts_its_live_tasks_and_has_a_new_version_with_each_change_of_them()
    {
        var ada = api.NewUser();
        var (list, other) = ((await ada.CreateListAsync("list")).Id(), (await ada.CreateListAsync("other")).Id());
        var seen = new List<((int Open, int Total), long Version)>();

        var task = (await ada.CreateAsync(new { title = "x", list_id = list })).Id();
        await SeeAsync();
        await ada.SendAsync(HttpMethod.Patch, $"tasks/{task}/complete");
        await SeeAsync();
        await ada.PatchAsync(task, """{"title":"no matter"}""");
        await SeeAsync();
        await ada.DeleteAsync($"tasks/{task}");
        await SeeAsync();
        await ada.SendAsync(HttpMethod.Post, $"trash/{task}/restore");
        await SeeAsync();
        await ada.PatchAsync(task, $$"""{"list_id":{{other}}}""");
        await SeeAsync();

        Assert.Equal([((1, 1), 2), ((0, 1), 3), ((0, 1), 3), ((0, 0), 4), ((0, 1), 5), ((0, 0), 6)], seen);
        Assert.Equal(((0, 1), 2), ((await ada.GetListAsync(other)).Counts(), (await ada.GetListAsync(other)).Version()));

        async Task SeeAsync()
        {
            var now = await ada.GetListAsync(list);
            seen.Add((now.Counts(), now.Version()));
        }
    }

    [Fact]
    public async Task Counts_right_whatever_is_written_in_parallel()
    {
        var ada = api.NewUser();
        var list = (await ada.CreateListAsync("list")).Id();

        var ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(async i => (await ada.CreateAsync(new { title = $"{i}", list_id = list })).Id()));
        await Task.WhenAll(
        [
            .. ids.Take(10).Select(id => ada.SendAsync(HttpMethod.Patch, $"tasks/{id}/complete")),
            .. ids.Skip(5).Take(10).Select(id => ada.DeleteAsync($"tasks/{id}")),
            ada.SendAsync(HttpMethod.Patch, $"lists/{list}", """{"name":"renamed"}"""),
        ]);

        Assert.Equal((5, 10), (await ada.GetListAsync(list)).Counts());
    }

    [Fact]
    public async Task A_read_of_what_is_known_is_a_304()
    {
        var ada = api.NewUser();
        var list = (await ada.CreateListAsync("x")).Id();
        var all = await ada.GetAsync("lists");

        (await ada.SendWithAsync(HttpMethod.Get, $"lists/{list}", ("If-None-Match", "\"1\""))).StatusCodeShouldBe(304);
        (await ada.SendWithAsync(HttpMethod.Head, $"lists/{list}", ("If-None-Match", "\"2\""))).StatusCodeShouldBe(200);
        (await ada.SendWithAsync(HttpMethod.Get, "lists", ("If-None-Match", all.Header("ETag")!))).StatusCodeShouldBe(304);
        Assert.StartsWith("W/\"", all.Header("ETag"), StringComparison.Ordinal);
        Assert.Equal("private, no-cache", all.Header("Cache-Control"));

        // A new count is a change.
        await ada.CreateAsync(new { title = "x", list_id = list });
        (await ada.SendWithAsync(HttpMethod.Get, $"lists/{list}", ("If-None-Match", "\"1\""))).StatusCodeShouldBe(200);
        (await ada.SendWithAsync(HttpMethod.Get, "lists", ("If-None-Match", all.Header("ETag")!))).StatusCodeShouldBe(200);
    }

    [Fact]
    public async Task A_list_of_another_user_can_not_be_read_changed_named_or_kept()
    {
        var (ada, bob) = (api.NewUser(), api.NewUser());
        var foreign = await bob.CreateListAsync("of bob");
        var task = await ada.CreateAsync("of ada");

        foreach (var id in (string[])[$"{foreign.Id()}", $"{long.MaxValue}", "0", "-1", "x", "1.5", "99999999999999999999"])
        {
            (await ada.GetAsync($"lists/{id}")).ShouldBeProblem("LIST_NOT_FOUND");
            (await ada.SendAsync(HttpMethod.Put, $"lists/{id}", """{"name":"of ada"}""")).ShouldBeProblem("LIST_NOT_FOUND");
            (await ada.SendWithAsync(HttpMethod.Patch, $"lists/{id}", ("If-Match", "\"1\""), """{"name":"of ada"}""")).ShouldBeProblem("LIST_NOT_FOUND");
            (await ada.DeleteAsync($"lists/{id}?tasks=trash")).ShouldBeProblem("LIST_NOT_FOUND");
        }

        (await ada.PostAsync(new { title = "x", list_id = foreign.Id() })).ShouldBeProblem("VALIDATION_ERROR", ("list_id", "must be one of your lists"));
        (await ada.SendAsync(HttpMethod.Patch, $"tasks/{task.Id()}", $$"""{"list_id":{{foreign.Id()}}}""")).ShouldBeProblem("VALIDATION_ERROR", ("list_id", "must be one of your lists"));
        Assert.Equal(task.GetRawText(), Assert.Single(await ada.ListAsync()).GetRawText());
        Assert.Equal(foreign.GetRawText(), (await bob.GetListAsync(foreign.Id())).GetRawText());
    }
}
