using Todo.Api.Tests.Features.Tasks;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Trash;

public sealed class PurgeTaskTests(TodoApi api)
{
    [Fact]
    public async Task Is_gone_for_good_and_leaves_no_text()
    {
        var ada = api.NewUser();
        var id = (await ada.TrashAsync("secret")).Id();
        var kept = (await ada.TrashAsync("kept")).Id();

        var purged = await ada.DeleteAsync($"trash/{id}");

        Assert.Equal((204, ""), (purged.Status(), purged.ReadAsText()));
        Assert.Equal(kept, Assert.Single((await ada.PageAsync("trash")).Tasks).Id());
        (await ada.DeleteAsync($"trash/{id}")).ShouldBeProblem("TASK_NOT_FOUND");
        (await ada.SendAsync(HttpMethod.Post, $"trash/{id}/restore")).ShouldBeProblem("TASK_NOT_FOUND");
        Assert.Equal(0L, await api.ExecuteAsync($"SELECT count(*) FROM task_changes WHERE user_id = '{ada.Id}' AND task_id = {id} AND (before IS NOT NULL OR after IS NOT NULL)"));
        Assert.Equal(2L, await api.ExecuteAsync($"SELECT count(*) FROM task_changes WHERE user_id = '{ada.Id}' AND task_id = {kept} AND after ->> 'title' = 'kept'"));
    }

    [Fact]
    public async Task Does_not_find_what_is_not_in_the_trash()
    {
        var ada = api.NewUser();
        var live = await ada.CreateIdAsync();
        var bob = api.NewUser();
        var foreign = (await bob.TrashAsync()).Id();

        (await ada.DeleteAsync($"trash/{live}")).ShouldBeProblem("TASK_NOT_FOUND");
        (await ada.DeleteAsync($"trash/{foreign}")).ShouldBeProblem("TASK_NOT_FOUND");

        Assert.Single(await ada.ListAsync());
        Assert.Single((await bob.PageAsync("trash")).Tasks);
    }

    [Theory]
    [MemberData(nameof(GetTaskTests.NoSuchIds), MemberType = typeof(GetTaskTests))]
    public async Task Does_not_find_what_is_no_task(string id)
    {
        var ada = api.NewUser();
        await ada.TrashAsync();

        (await ada.DeleteAsync($"trash/{id}")).ShouldBeProblem("TASK_NOT_FOUND");

        Assert.Single((await ada.PageAsync("trash")).Tasks);
    }

    [Fact]
    public async Task Of_parallel_purges_and_restores_one_succeeds()
    {
        var ada = api.NewUser();
        var id = (await ada.TrashAsync()).Id();

        var responses = await Task.WhenAll(Enumerable.Range(0, 10).Select(i =>
            i % 2 == 0 ? ada.DeleteAsync($"trash/{id}") : ada.SendAsync(HttpMethod.Post, $"trash/{id}/restore")));

        Assert.Single(responses, response => response.Status() is 200 or 204);
        Assert.Equal(9, responses.Count(response => response.Status() == 404));
    }
}
