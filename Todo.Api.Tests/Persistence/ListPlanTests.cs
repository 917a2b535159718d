using System.Data.Common;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Todo.Api.Features.Changes.GetHistory;
using Todo.Api.Features.Tasks;
using Todo.Api.Features.Tasks.ListTasks;
using Todo.Api.Persistence;
using Todo.Api.Persistence.Entities;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Persistence;

/// <summary>How PostgreSQL answers a list on many rows: by an index below the owner, without sorting, and as cheap at the end as at the start.</summary>
public sealed class ListPlanTests(ListPlanTests.ManyTasks data) : IClassFixture<ListPlanTests.ManyTasks>
{
    private const int Limit = 20;

    // The tasks are sorted for sort=updated_at: without an index on it, toggles write to no index (docs/adr/0008).
    public static TheoryData<string, string> Orders =>
        new(Enum.GetNames<TaskSort>().Where(sort => sort != nameof(TaskSort.UpdatedAt)).SelectMany(sort => Enum.GetNames<SortOrder>().Select(order => (sort, order))));

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task A_page_costs_the_same_at_the_start_and_90_000_tasks_deeper(string sort, string order)
    {
        var request = new ListTasksRequest { Sort = Enum.Parse<TaskSort>(sort), Order = Enum.Parse<SortOrder>(order), Limit = Limit };

        var first = await data.ExplainAsync(request);
        var deep = await data.ExplainAsync(request with { Cursor = await data.CursorAtAsync(request, 90_000) });

        Assert.All([first, deep], plan =>
        {
            Assert.DoesNotContain("Sort", plan.Nodes);
            Assert.DoesNotContain("Seq Scan", plan.Nodes);
            Assert.Equal(Limit + 1, plan.Rows);
            Assert.Equal(0, plan.RowsRemoved);
        });
        Assert.InRange(deep.Blocks, 0, (2 * first.Blocks) + 20);
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task A_filtered_page_is_read_in_order_until_it_is_full(string sort, string order)
    {
        var plan = await data.ExplainAsync(new ListTasksRequest
        {
            Completed = false,
            Priority = [TaskPriority.High, TaskPriority.Low],
            Sort = Enum.Parse<TaskSort>(sort),
            Order = Enum.Parse<SortOrder>(order),
            Limit = Limit,
        });

        Assert.DoesNotContain("Sort", plan.Nodes);
        Assert.Equal(Limit + 1, plan.Rows);
        Assert.InRange(plan.RowsRemoved, 0, 100 * Limit);
    }

    [Fact]
    public async Task A_range_of_due_dates_is_read_alone()
    {
        Assert.True(DueDate.TryParse("2030-01-10", null, out var day));

        var plan = await data.ExplainAsync(new ListTasksRequest { DueDateFrom = day, DueDateTo = day, Sort = TaskSort.DueDate, Order = SortOrder.Asc, Limit = Limit });

        Assert.DoesNotContain("Sort", plan.Nodes);
        Assert.Equal(0, plan.RowsRemoved);
    }

    [Fact]
    public async Task A_day_is_read_alone()
    {
        var plan = await data.ExplainAsync(new ListTasksRequest { Due = [DueFilter.Tomorrow], Sort = TaskSort.DueDate, Order = SortOrder.Asc, Limit = Limit });

        Assert.DoesNotContain("Sort", plan.Nodes);
        Assert.Equal((Limit + 1, 0), (plan.Rows, plan.RowsRemoved));
        Assert.InRange(plan.Blocks, 0, 100);
    }

    [Theory]
    [InlineData("needle", 2)]
    [InlineData("THE needle", 2)]
    [InlineData("zzqqx", 0)]
    public async Task A_search_reads_the_own_tasks_alone(string search, int rows)
    {
        foreach (var request in Searches(search))
        {
            var plan = await data.ExplainAsync(request, ManyTasks.MediumUser);

            Assert.DoesNotContain("Seq Scan", plan.Nodes);
            Assert.Equal(rows, plan.Rows);
            Assert.InRange(plan.RowsRemoved, 0, ManyTasks.MediumUserTasks);
        }
    }

    [Theory]
    [InlineData("task")]
    [InlineData("TASK about")]
    public async Task A_common_word_is_found_by_reading_in_order_until_the_page_is_full(string search)
    {
        foreach (var request in Searches(search).Where(request => request.Sort != TaskSort.UpdatedAt))
        {
            var plan = await data.ExplainAsync(request);

            Assert.DoesNotContain("Seq Scan", plan.Nodes);
            Assert.Equal(Limit + 1, plan.Rows);
            Assert.InRange(plan.RowsRemoved, 0, 10);
            Assert.InRange(plan.Blocks, 0, 300);
        }
    }

    [Fact]
    public async Task A_page_of_a_history_is_read_by_index_alone()
    {
        var id = await data.ChangeOneTaskAsync(1_000);

        var plan = await data.ExplainAsync(db => GetHistoryEndpoint.Query(db, ManyTasks.ChangedUser, id, long.MaxValue, Limit + 1, TestContext.Current.CancellationToken));

        Assert.DoesNotContain("Seq Scan", plan.Nodes);
        Assert.Contains("ix_task_changes_user_id_task_id_id", plan.Indexes);
        Assert.Equal((Limit + 1, 0), (plan.Rows, plan.RowsRemoved));
        Assert.InRange(plan.Blocks, 0, 150);
    }

    [Fact]
    public async Task A_page_of_a_list_is_read_by_its_own_index()
    {
        var plan = await data.ExplainAsync(new ListTasksRequest { ListId = new IdFilter(ManyTasks.List), Limit = Limit }, ManyTasks.MediumUser);

        Assert.Equal(["ix_tasks_user_id_list_id_created_at_id"], plan.Indexes);
        Assert.DoesNotContain("Sort", plan.Nodes);
        Assert.Equal((Limit + 1, 0), (plan.Rows, plan.RowsRemoved));
    }

    [Fact]
    public async Task A_filter_by_tags_reads_the_own_tasks_in_order()
    {
        foreach (var request in (ListTasksRequest[])[new() { Tags = ["Home"], Limit = Limit }, new() { TagsAny = ["nothing", "Home"], Limit = Limit }])
        {
            var plan = await data.ExplainAsync(request, ManyTasks.MediumUser);

            Assert.DoesNotContain("Seq Scan", plan.Nodes);
            Assert.Equal(Limit + 1, plan.Rows);
            Assert.InRange(plan.RowsRemoved, 0, ManyTasks.MediumUserTasks);
        }
    }

    [Fact]
    public async Task A_page_with_its_total_is_one_statement()
    {
        var statements = await data.StatementsOfAsync(new ListTasksRequest { Page = 3, Limit = Limit });

        Assert.Single(statements);
    }

    [Fact]
    public async Task A_list_of_a_small_user_never_reads_rows_of_others()
    {
        var plan = await data.ExplainAsync(new ListTasksRequest { Limit = 500 }, ManyTasks.SmallUser);

        Assert.DoesNotContain("Seq Scan", plan.Nodes);
        Assert.InRange(plan.Rows + plan.RowsRemoved, 0, ManyTasks.SmallUserTasks);
    }

    private static IEnumerable<ListTasksRequest> Searches(string search) =>
        Enum.GetValues<TaskSort>().SelectMany(sort => Enum.GetValues<SortOrder>().Select(
            order => new ListTasksRequest { Search = search, Sort = sort, Order = order, Limit = Limit }));

    internal sealed record Plan(HashSet<string> Nodes, HashSet<string> Indexes, long Rows, long RowsRemoved, long Blocks);

    /// <summary>A user with 100,000 tasks, among others with a few.</summary>
    public sealed class ManyTasks(TodoApi api) : IAsyncLifetime
    {
        internal const string LargeUser = "large";
        internal const string SmallUser = "small-7";
        internal const string ChangedUser = "small-9";
        internal const string MediumUser = "medium";
        internal const int MediumUserTasks = 10_000;
        internal const int List = 1;
        internal const int SmallUserTasks = 50;

        // In the middle of the due dates.
        private static readonly DateTime Now = new(2030, 1, 10, 12, 0, 0, DateTimeKind.Utc);

        private NpgsqlDataSource? _database;
        private ApiInstance? _api;
        private readonly SentCommands _sent = new();

        private static CancellationToken Ct => TestContext.Current.CancellationToken;

        public async ValueTask InitializeAsync()
        {
            var connectionString = await api.Databases.CreateAsync();
            _database = NpgsqlDataSource.Create(connectionString);
            _api = await TodoApi.StartAsync(connectionString, ("DATABASE_STATEMENT_TIMEOUT_MS", "60000"));
            await using var command = _database.CreateCommand(
                $"""
                SET synchronous_commit = off;
                INSERT INTO users (id, created_at) SELECT unnest(ARRAY['{LargeUser}', '{MediumUser}']), now() UNION ALL SELECT 'small-' || i, now() FROM generate_series(1, 100) i;
                INSERT INTO tasks (user_id, title, description, completed, priority, due_at, due_is_date, created_at, updated_at)
                SELECT owner, CASE WHEN i IN (7, 7000) THEN 'the needle' ELSE 'task ' || md5(i::text) END, 'about ' || md5((i * 7)::text), i % 10 <> 0, i % 3 + 1,
                       CASE WHEN i % 4 = 0 THEN NULL ELSE timestamptz '2030-01-01 00:00Z' + (i % 1000) * interval '1 hour' END, false,
                       timestamptz '2026-01-01 00:00Z' + i * interval '1 second', timestamptz '2026-06-01 00:00Z' + (i * 7919 % 100000) * interval '1 second'
                FROM (SELECT '{LargeUser}' AS owner, i FROM generate_series(1, 100000) i
                      UNION ALL SELECT '{MediumUser}', i FROM generate_series(1, {MediumUserTasks}) i
                      UNION ALL SELECT 'small-' || (i % 100 + 1), i FROM generate_series(1, {SmallUserTasks * 100}) i) rows;
                INSERT INTO lists (user_id, name, created_at, updated_at) VALUES ('{MediumUser}', 'a list', now(), now());
                UPDATE tasks SET list_id = {List}, tags = ARRAY['home'] WHERE user_id = '{MediumUser}' AND id % 100 = 0;
                """);
            command.CommandTimeout = 120;
            await command.ExecuteNonQueryAsync(Ct);
            await using var vacuum = _database.CreateCommand("VACUUM (ANALYZE) tasks");
            await vacuum.ExecuteNonQueryAsync(Ct);
        }

        public async ValueTask DisposeAsync()
        {
            if (_api is not null)
            {
                await _api.DisposeAsync();
            }

            if (_database is not null)
            {
                await _database.DisposeAsync();
            }
        }

        /// <summary>Gives one task a long history; answers with its id.</summary>
        internal async Task<long> ChangeOneTaskAsync(int times)
        {
            await using var command = _database!.CreateCommand(
                $"""
                DO $$ BEGIN FOR i IN 1..{times} LOOP
                    UPDATE tasks SET title = 'changed ' || i WHERE user_id = '{ChangedUser}' AND id = (SELECT min(id) FROM tasks WHERE user_id = '{ChangedUser}');
                END LOOP; END $$;
                SELECT min(id) FROM tasks WHERE user_id = '{ChangedUser}';
                """);
            var id = (long)(await command.ExecuteScalarAsync(Ct))!;
            await using var vacuum = _database.CreateCommand("VACUUM (ANALYZE) task_changes");
            await vacuum.ExecuteNonQueryAsync(Ct);
            return id;
        }

        internal Task<Plan> ExplainAsync(ListTasksRequest request, string userId = LargeUser) => ExplainAsync(db => ListAsync(db, request, userId));

        internal async Task<Plan> ExplainAsync(Func<TodoDbContext, Task> ask)
        {
            var sent = Assert.Single(await StatementsOfAsync(ask));
            await using var explain = _database!.CreateCommand($"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sent.Text}");
            explain.Parameters.AddRange(sent.Parameters);
            return PlanOf((string)(await explain.ExecuteScalarAsync(Ct))!);
        }

        internal Task<List<(string Text, NpgsqlParameter[] Parameters)>> StatementsOfAsync(ListTasksRequest request) => StatementsOfAsync(db => ListAsync(db, request, LargeUser));

        /// <summary>What a query sends, with its values.</summary>
        private async Task<List<(string Text, NpgsqlParameter[] Parameters)>> StatementsOfAsync(Func<TodoDbContext, Task> ask)
        {
            await using var db = NewContext();
            await ask(db);
            return _sent.Take();
        }

        private TodoDbContext NewContext()
        {
            var options = new DbContextOptionsBuilder<TodoDbContext>(_api!.Services.GetRequiredService<DbContextOptions<TodoDbContext>>());
            return new TodoDbContext(options.AddInterceptors(_sent).Options);
        }

        private static Task<CountedPage> ListAsync(TodoDbContext db, ListTasksRequest request, string userId) => ListTasksQuery.RunAsync(db, userId, request, isCounted: false, Now, Ct);

        private static Plan PlanOf(string json)
        {
            var root = JsonElement.Parse(json)[0].GetProperty("Plan");
            var nodes = Flatten(root).Where(node => node.GetProperty("Actual Loops").GetDouble() > 0).ToArray();
            return new Plan(
                [.. nodes.Select(node => node.GetProperty("Node Type").GetString()!)],
                [.. nodes.Where(node => node.TryGetProperty("Index Name", out _)).Select(node => node.GetProperty("Index Name").GetString()!)],
                (long)root.GetProperty("Actual Rows").GetDouble(),
                nodes.Sum(node => Removed(node, "Rows Removed by Filter") + Removed(node, "Rows Removed by Index Recheck")),
                root.GetProperty("Shared Hit Blocks").GetInt64() + root.GetProperty("Shared Read Blocks").GetInt64());
        }

        /// <summary>The cursor that stands behind so many tasks.</summary>
        internal async Task<TaskCursor> CursorAtAsync(ListTasksRequest request, int depth)
        {
            await using var db = NewContext();
            var page = await ListAsync(db, request with { Page = depth, Limit = 1 }, LargeUser);
            _sent.Take();
            return ListTasksCursor.After(page.Tasks[0], request);
        }

        private static IEnumerable<JsonElement> Flatten(JsonElement node) =>
            node.TryGetProperty("Plans", out var children) ? children.EnumerateArray().SelectMany(Flatten).Prepend(node) : [node];

        private static long Removed(JsonElement node, string property) => node.TryGetProperty(property, out var rows) ? (long)rows.GetDouble() : 0;
    }

    /// <summary>Notes each command that EF Core sends.</summary>
    private sealed class SentCommands : DbCommandInterceptor
    {
        private List<(string Text, NpgsqlParameter[] Parameters)> _sent = [];

        internal List<(string Text, NpgsqlParameter[] Parameters)> Take()
        {
            var sent = _sent;
            _sent = [];
            return sent;
        }

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            _sent.Add((command.CommandText, [.. command.Parameters.Cast<NpgsqlParameter>().Select(parameter => parameter.Clone())]));
            return new(result);
        }
    }
}
