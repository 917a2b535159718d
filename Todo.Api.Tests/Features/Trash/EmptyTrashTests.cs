using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Trash;

public sealed class EmptyTrashTests(TodoApi api)
{
    [Fact]
    public async Task Purges_all_that_is_in_it_and_nothing_else()
    {
        var (ada, bob) = (api.NewUser(), api.NewUser());
        var kept = await ada.CreateAsync("kept");
        await bob.TrashAsync();
        for (var i = 0; i < 5; i++)
        {
            await ada.TrashAsync("secret");
        }

        var emptied = await ada.DeleteAsync("trash");

        Assert.Equal((204, ""), (emptied.Status(), emptied.ReadAsText()));
        Assert.Empty((await ada.PageAsync("trash")).Tasks);
        Assert.Equal(kept.GetRawText(), Assert.Single(await ada.ListAsync()).GetRawText());
        Assert.Single((await bob.PageAsync("trash")).Tasks);
        Assert.Equal(5L, await api.ExecuteAsync($"SELECT count(*) FROM task_changes WHERE user_id = '{ada.Id}' AND type = 7"));
        Assert.Equal(0L, await api.ExecuteAsync($"SELECT count(*) FROM task_changes WHERE user_id = '{ada.Id}' AND concat(before, after) LIKE '%secret%'"));
    }

    [Fact]
    public async Task Is_no_error_where_nothing_is_in_it()
    {
        var ada = api.NewUser();

        (await ada.DeleteAsync("trash/")).StatusCodeShouldBe(204);

        await ada.TrashAsync();
        (await ada.DeleteAsync("trash")).StatusCodeShouldBe(204);
        (await ada.DeleteAsync("trash")).StatusCodeShouldBe(204);
    }

    [Fact]
    public async Task Never_blocks_itself_with_what_the_same_user_does_at_once()
    {
        var ada = api.NewUser();
        var ids = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => ada.CreateIdAsync()));

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            var statuses = new List<int>();
            for (var round = 0; round < 30; round++)
            {
                var id = ids[((worker * 5) + round) % ids.Length];
                var answer = (worker % 4) switch
                {
                    0 => await ada.DeleteAsync("trash"),
                    1 => await ada.SendAsync(HttpMethod.Post, $"trash/{id}/restore"),
                    2 => await ada.SendAsync(HttpMethod.Patch, $"tasks/{id}/complete"),
                    _ => await ada.DeleteAsync($"tasks/{id}"),
                };
                statuses.Add(answer.Status());
            }

            return statuses;
        })));

        Assert.Empty(answers.SelectMany(statuses => statuses).Except([200, 204, 404]));
    }
}
