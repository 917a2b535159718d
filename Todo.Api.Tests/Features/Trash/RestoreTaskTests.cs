using Todo.Api.Tests.Features.Tasks;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Trash;

public sealed class RestoreTaskTests(TodoApi api)
{
    [Fact]
    public async Task Gives_the_task_back_as_it_was()
    {
        var ada = api.NewUser();
        var before = await ada.CreateAsync(new { title = "Buy milk", description = "two", priority = "high", due_date = "2026-12-01", completed = true });
        await ada.DeleteAsync($"tasks/{before.Id()}");

        var restored = (await ada.SendAsync(HttpMethod.Post, $"trash/{before.Id()}/restore/")).StatusCodeShouldBe(200);

        var task = restored.Json();
        Assert.Equal(before.EnumerateObject().Select(member => member.Name), task.EnumerateObject().Select(member => member.Name));
        Assert.All(before.EnumerateObject().Where(member => member.Name is not ("version" or "updated_at")), member =>
            Assert.Equal(member.Value.GetRawText(), task.GetProperty(member.Name).GetRawText()));
        Assert.Equal((3, "\"3\""), (task.Version(), restored.Header("ETag")));
        Assert.Equal(task.GetRawText(), Assert.Single(await ada.ListAsync("?search=milk")).GetRawText());
        Assert.Empty((await ada.PageAsync("trash")).Tasks);
        Assert.Equal(6, Convert.ToInt32(await api.ExecuteAsync($"SELECT type FROM task_changes WHERE user_id = '{ada.Id}' ORDER BY id DESC LIMIT 1"), null));
    }

    [Fact]
    public async Task Does_not_find_what_is_not_in_the_trash()
    {
        var ada = api.NewUser();
        var live = await ada.CreateIdAsync();
        var purged = (await ada.TrashAsync()).Id();
        await ada.DeleteAsync($"trash/{purged}");
        var foreign = (await api.NewUser().TrashAsync()).Id();

        foreach (var id in (long[])[live, purged, foreign, long.MaxValue])
        {
            (await ada.SendAsync(HttpMethod.Post, $"trash/{id}/restore")).ShouldBeProblem("TASK_NOT_FOUND");
        }

        Assert.Equal(1, Assert.Single(await ada.ListAsync()).Version());
    }

    [Theory]
    [MemberData(nameof(GetTaskTests.NoSuchIds), MemberType = typeof(GetTaskTests))]
    public async Task Does_not_find_what_is_no_task(string id)
    {
        var response = await api.NewUser().SendAsync(HttpMethod.Post, $"trash/{id}/restore");

        response.ShouldBeProblem("TASK_NOT_FOUND");
    }

    [Fact]
    public async Task Of_parallel_restores_one_succeeds()
    {
        var ada = api.NewUser();
        var id = (await ada.TrashAsync()).Id();

        var responses = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => ada.SendAsync(HttpMethod.Post, $"trash/{id}/restore")));

        Assert.Single(responses, response => response.Status() == 200);
        Assert.Equal(9, responses.Count(response => response.Status() == 404));
    }

    [Theory]
    [InlineData("POST", "/restore", 200)]
    [InlineData("DELETE", "", 204)]
    public async Task Conditions_count_for_nothing_in_the_trash(string method, string action, int status)
    {
        var ada = api.NewUser();
        var id = (await ada.TrashAsync()).Id();

        await ada.Scenario(_ =>
        {
            _.Send(new(method), $"/api/{ada.Id}/trash/{id}{action}");
            _.WithRequestHeader("If-Match", "\"99\"");
            _.StatusCodeShouldBe(status);
        });
    }

    [Fact]
    public async Task A_task_from_the_trash_may_be_sent_back_whole()
    {
        var ada = api.NewUser();
        var id = (await ada.TrashAsync("x")).Id();
        var inTrash = Assert.Single((await ada.PageAsync("trash")).Tasks);
        await ada.SendAsync(HttpMethod.Post, $"trash/{id}/restore");

        var put = await ada.SendAsync(HttpMethod.Put, $"tasks/{id}", inTrash.GetRawText());
        var posted = await ada.PostAsync(inTrash.GetRawText());

        Assert.All([put.Json(), posted.StatusCodeShouldBe(201).Json()], task => Assert.False(task.TryGetProperty("deleted_at", out _)));
        Assert.Equal(2, (await ada.ListAsync()).Length);
    }
}
