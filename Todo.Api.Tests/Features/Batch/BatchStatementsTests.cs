using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Batch;

public sealed class BatchStatementsTests(TodoApi api)
{
    [Fact]
    public async Task A_hundred_operations_cost_a_few_round_trips()
    {
        using var sent = new SentCommands();
        var ada = api.NewUser();

        var creates = await CountAsync(i => new { op = "create", task = new { title = $"{i}" } });
        var ids = (await ada.ListAsync()).Select(task => task.Id()).ToArray();
        var updates = await CountAsync(i => new { op = "update", task_id = ids[i], task = new { title = $"new {i}", priority = "low" } });
        var others = await CountAsync(i => i % 2 == 0 ? new { op = "complete", task_id = ids[i] } : new { op = "delete", task_id = ids[i] });

        // The user and the tasks; else reading, writing and reading back.
        Assert.Equal((2, 3, 3), (creates, updates, others));
        Assert.Equal(50, (await ada.ListAsync("?completed=true")).Length);

        async Task<int> CountAsync(Func<int, object> operation)
        {
            var count = sent.Start();
            var results = await ada.RunBatchAsync([.. Enumerable.Range(0, 100).Select(operation)]);

            Assert.All(results, result => Assert.InRange(result.Status(), 200, 204));
            return count();
        }
    }

    [Fact]
    public async Task A_hundred_creates_of_a_tree_cost_a_few_round_trips()
    {
        using var sent = new SentCommands();
        var ada = api.NewUser();
        await ada.CreateAsync("known");
        var list = await api.ExecuteAsync($"INSERT INTO lists (user_id, name, created_at, updated_at) VALUES ('{ada.Id}', 'Trip', now(), now()) RETURNING id");

        // Nine below the first, ten below each of those.
        var count = sent.Start();
        var results = await ada.RunBatchAsync([.. Enumerable.Range(0, 100).Select(i => new
        {
            op = "create",
            @ref = $"{i}",
            task = new { title = $"{i}", tags = new[] { "Trip", $"Tag {i % 3}" }, list_id = list, parent_id = i switch { 0 => null, < 10 => "$0", _ => $"${i / 10}" } },
        })]);

        // The user, the tasks of each level, and the tags.
        Assert.Equal(5, count());
        Assert.All(results, result => Assert.Equal(201, result.Status()));
        Assert.All(results, result => Assert.Equal(list, result.Task().GetProperty("list_id").GetInt64()));
        Assert.Equal(9, (await ada.GetAsync(results[0].Task().Id())).GetProperty("subtasks").GetProperty("total").GetInt32());
        Assert.Equal(100, await api.ExecuteAsync($"SELECT open FROM lists WHERE user_id = '{ada.Id}'"));
    }
}
