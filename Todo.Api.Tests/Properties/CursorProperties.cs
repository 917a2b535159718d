using CsCheck;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Properties;

/// <summary>A walk by cursor, whatever is filtered, sorted and limited, and cursors that were damaged on the way.</summary>
public sealed class CursorProperties(CursorProperties.FortyTasks data) : IClassFixture<CursorProperties.FortyTasks>
{
    private static readonly Gen<string> Lists = Gen.Select(
        Gen.OneOf("created_at", "updated_at", "due_date", "priority", "title", "position"),
        Gen.OneOf("asc", "desc"),
        Gen.OneOf("", "&status=pending", "&completed=true", "&priority=low,high", "&due_date_from=2026-12-03", "&due_date_to=2026-12-05&status=pending", "&search=ta", "&search=none+at+all"),
        (sort, order, filter) => $"tasks?sort={sort}&order={order}{filter}");

    [Fact]
    public Task A_walk_with_any_limits_is_the_whole_list() => Gen.Select(Lists, Gen.Int[1, 15].Array[40]).SampleAsync(
        async (list, limits) =>
        {
            var whole = (await data.User.PageAsync($"{list}&limit=500")).Ids;
            var walked = new List<long>();
            var page = await data.User.PageAsync($"{list}&limit={limits[0]}");
            for (var i = 1; ; i++)
            {
                Assert.InRange(page.Tasks.Length, page.Next is null ? 0 : 1, limits[i - 1]);
                walked.AddRange(page.Ids);
                if (page.Next is null)
                {
                    break;
                }

                page = await data.User.PageAsync($"{list}&limit={limits[i]}&cursor={Paging.CursorIn(page.Next)}");
            }

            Assert.Equal(whole, walked);
        },
        iter: 100,
        threads: 2);

    [Fact]
    public Task A_cursor_that_was_damaged_anywhere_is_refused() => Gen.Select(Lists, Gen.Int[0, 999], Gen.Char["ABCxyz019-_=.~ %é"], Gen.Int[0, 3]).SampleAsync(
        async (list, position, character, damage) =>
        {
            var first = await data.User.PageAsync($"{list}&limit=1");
            if (first.Next is null)
            {
                return;
            }

            var cursor = Uri.UnescapeDataString(Paging.CursorIn(first.Next));
            var at = position % cursor.Length;
            var damaged = damage switch
            {
                0 => cursor[..at] + character + cursor[(at + 1)..],
                1 => cursor[..at] + character + cursor[at..],
                2 => cursor[..at] + cursor[(at + 1)..],
                _ => cursor[..at],
            };

            if (damaged != cursor)
            {
                (await data.User.GetAsync($"{list}&limit=1&cursor={Uri.EscapeDataString(damaged)}")).ShouldBeInvalid("cursor");
            }
        },
        iter: 300,
        threads: 2);

    public sealed class FortyTasks(TodoApi api) : IAsyncLifetime
    {
        internal ApiUser User { get; } = api.NewUser();

        public async ValueTask InitializeAsync() => await Task.WhenAll(Enumerable.Range(0, 40).Select(i => User.CreateAsync(new
        {
            title = (i % 3) switch { 0 => "Task", 1 => "task", _ => $"tälk {i % 7}" },
            completed = i % 4 == 0,
            priority = (i % 5) switch { 0 => "low", 1 => "high", _ => "medium" },
            due_date = (i % 6) switch { 0 => null, 1 => "2026-12-04T00:00:00Z", _ => $"2026-12-0{(i % 6) + 1}" },
        })));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
