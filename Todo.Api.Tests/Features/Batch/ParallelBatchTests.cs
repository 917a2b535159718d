using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Batch;

public sealed class ParallelBatchTests(TodoApi api)
{
    [Fact]
    public async Task Parallel_batches_and_single_writes_all_count()
    {
        const int tasks = 8;
        const int writers = 12;
        const int rounds = 6;
        var ada = api.NewUser();
        var ids = await Task.WhenAll(Enumerable.Range(0, tasks).Select(_ => ada.CreateIdAsync()));

        // Each names its tasks in another order, some twice, and every write changes something.
        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            for (var round = 0; round < rounds; round++)
            {
                var random = new Random((writer * rounds) + round);
                var title = $"{writer}/{round}";
                if (writer % 3 == 0)
                {
                    await Task.WhenAll(ids.Select(id => ada.PatchAsync(id, $$"""{"title":"{{title}}"}""")));
                    continue;
                }

                long[] order = [.. ids];
                random.Shuffle(order);
                object[] operations =
                [
                    new { op = "create", task = new { title } },
                    .. order.Select(id => new { op = "update", task_id = id, task = new { title } }),
                    new { op = "update", task_id = order[0], task = new { title = $"{title}/again" } },
                ];
                var answer = await ada.BatchAsync(atomic: writer % 3 == 1, operations);
                Assert.All(answer.StatusCodeShouldBe(200).Results(), result => Assert.InRange(result.Status(), 200, 201));
            }
        })));

        const int batches = writers * 2 / 3 * rounds;
        var after = await ada.ListAsync("?limit=500");
        Assert.Equal(tasks + batches, after.Length);
        var versions = after.Where(task => ids.Contains(task.Id())).Sum(task => task.Version() - 1);
        Assert.Equal((tasks * writers * rounds) + batches, versions);
        Assert.Equal(
            after.Sum(task => task.Version()),
            await api.ExecuteAsync($"SELECT count(*) FROM task_changes WHERE user_id = '{ada.Id}'"));
        Assert.Equal(0L, await api.ExecuteAsync(
            $"SELECT count(*) FROM (SELECT (after->>'version')::bigint - row_number() OVER (PARTITION BY task_id ORDER BY id) AS gap FROM task_changes WHERE user_id = '{ada.Id}') AS log WHERE gap <> 0"));
    }

    [Fact]
    public async Task Parallel_first_batches_of_a_user_all_succeed()
    {
        var ada = api.NewUser();

        await Task.WhenAll(Enumerable.Range(0, 10).Select(i => i % 2 == 0
            ? ada.RunBatchAsync(new { op = "create", task = new { title = $"{i}" } })
            : ada.CreateAsync($"{i}") as Task));

        Assert.Equal(10, (await ada.ListAsync()).Length);
    }

    [Fact]
    public async Task Of_parallel_batches_with_the_same_version_one_succeeds()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => ada.BatchAsync(
            atomic: true, new { op = "create", task = new { title = $"{i}" } }, new { op = "update", task_id = id, if_match = "1", task = new { title = $"{i}" } })));

        Assert.Single(answers, answer => answer.Status() == 200);
        Assert.Equal(9, answers.Count(answer => answer.Status() == 412));
        Assert.Equal(2, (await ada.ListAsync()).Length);
    }
}
