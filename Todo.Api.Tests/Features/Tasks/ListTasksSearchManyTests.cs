using System.Text.Json;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Tasks;

/// <summary>Searches of a user with a thousand tasks, in every order and with every filter.</summary>
public sealed class ListTasksSearchManyTests(ListTasksSearchManyTests.ManyTasks data) : IClassFixture<ListTasksSearchManyTests.ManyTasks>
{
    /// <summary>Common to all, in every second, in a few, at one end alone, nowhere; and several together.</summary>
    private static readonly string[] Searches = ["common", "even", "rare", "EARLY", "late", "nowhere", "a", "rare common", "late rare", "even x y z q rare"];

    [Theory]
    [MemberData(nameof(TaskSamples.Orders), MemberType = typeof(TaskSamples))]
    public async Task Finds_in_every_order_what_the_list_has_by_cursor(string sort, string order)
    {
        var all = await data.User.WalkAsync($"tasks?sort={sort}&order={order}&limit=500");
        Assert.Equal(ManyTasks.Count, all.Length);

        foreach (var search in Searches)
        {
            var found = await data.User.WalkAsync($"tasks?sort={sort}&order={order}&limit=70&search={Uri.EscapeDataString(search)}", 70);

            Assert.Equal(Matching(all, search), found.Select(task => task.Id()));
        }
    }

    [Theory]
    [InlineData("status=pending")]
    [InlineData("priority=high,low")]
    [InlineData("due_date_from=2030-01-05&due_date_to=2030-01-20")]
    [InlineData("completed=true&priority=medium&due_date_from=2030-01-05&sort=due_date&order=asc")]
    public async Task Finds_with_every_filter_by_cursor_page_and_count(string filter)
    {
        var all = await data.User.WalkAsync($"tasks?{filter}&limit=500");
        Assert.InRange(all.Length, 30, ManyTasks.Count - 1);

        foreach (var search in Searches)
        {
            var expected = Matching(all, search);
            var query = $"tasks?{filter}&search={Uri.EscapeDataString(search)}";

            Assert.Equal(expected, (await data.User.WalkAsync($"{query}&limit=9", 9)).Select(task => task.Id()));
            Assert.Equal(expected.LongLength, (await data.User.PageAsync($"{query}&count=true")).TotalCount);
            for (var page = 1; page <= 3; page++)
            {
                var found = await data.User.PageAsync($"{query}&limit=20&page={page}");
                Assert.Equal(expected.Skip((page - 1) * 20).Take(20), found.Ids);
                Assert.Equal(expected.LongLength, found.TotalCount);
            }
        }
    }

    [Theory]
    [InlineData("common")]
    [InlineData("rare")]
    public async Task A_page_beyond_the_end_of_the_world_is_empty(string search) =>
        Assert.Empty((await data.User.PageAsync($"tasks?search={search}&page={long.MaxValue}")).Tasks);

    private static long[] Matching(JsonElement[] tasks, string search) =>
        [.. tasks.Where(task => search.Split(' ').All(word => $"{task.Text("title")}\n{task.Text("description")}".Contains(word, StringComparison.OrdinalIgnoreCase))).Select(task => task.Id())];

    public sealed class ManyTasks(TodoApi api) : IAsyncLifetime
    {
        internal const int Count = 1000;

        internal ApiUser User { get; } = api.NewUser();

        public async ValueTask InitializeAsync() => await api.ExecuteAsync(
            $"""
            INSERT INTO users (id, created_at) VALUES ('{User.Id}', now());
            INSERT INTO tasks (user_id, title, description, completed, priority, due_at, due_is_date, created_at, updated_at)
            SELECT '{User.Id}', concat_ws(' ', CASE WHEN i % 3 = 0 THEN 'Common' ELSE 'common' END, i * 7919 % 101, CASE WHEN i % 2 = 0 THEN 'even' END,
                       CASE WHEN i IN (5, 299, 300, 301, 302, 555, 999) THEN 'rare' END),
                   CASE WHEN i <= 310 AND i % 20 = 0 THEN 'early x y z q' WHEN i > 950 THEN 'Late' END, i % 4 = 0, i % 3 + 1,
                   CASE WHEN i % 5 <> 0 THEN timestamptz '2030-01-01 00:00Z' + (i % 30) * interval '1 day' END, false,
                   timestamptz '2026-01-01 00:00Z' + (i * 7919 % 1000) * interval '1 second', timestamptz '2026-06-01 00:00Z' + (i * 31 % 1000) * interval '1 second'
            FROM generate_series(1, {Count}) i
            """);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
