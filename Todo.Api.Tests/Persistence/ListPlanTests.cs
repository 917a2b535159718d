using System.Text.Json;
using Npgsql;
using Todo.Api.Features.Tasks.ListTasks;
using Todo.Api.Persistence;
using Todo.Api.Persistence.Entities;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Persistence;

/// <summary>How PostgreSQL answers a list on many rows: by an index below the owner, without sorting, and as cheap at the end as at the start.</summary>
public sealed class ListPlanTests(ListPlanTests.ManyTasks data) : IClassFixture<ListPlanTests.ManyTasks>
{
    private const int Limit = 20;

    public static TheoryData<string, string> Orders =>
        new(Enum.GetNames<TaskSort>().SelectMany(sort => Enum.GetNames<SortOrder>().Select(order => (sort, order))));

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

    [Fact]
    public async Task Pending_tasks_are_found_without_reading_the_completed_ones()
    {
        var plan = await data.ExplainAsync(new ListTasksRequest { Status = StatusFilter.Pending, Limit = Limit });

        Assert.DoesNotContain("Sort", plan.Nodes);
        Assert.Equal(0, plan.RowsRemoved);
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Filters_are_looked_for_in_the_index_of_the_sort(string sort, string order)
    {
        var plan = await data.ExplainAsync(new ListTasksRequest
        {
            Completed = false,
            Priority = [TaskPriority.High],
            Sort = Enum.Parse<TaskSort>(sort),
            Order = Enum.Parse<SortOrder>(order),
            Limit = Limit,
        });

        Assert.DoesNotContain("Sort", plan.Nodes);
        Assert.Equal(Limit + 1, plan.Rows);
        Assert.Equal(0, plan.RowsRemoved);
    }

    [Fact]
    public async Task A_range_of_due_dates_is_read_alone()
    {
        Assert.True(DueDate.TryParse("2030-01-10", out var day));

        var plan = await data.ExplainAsync(new ListTasksRequest { DueDateFrom = day, DueDateTo = day, Sort = TaskSort.DueDate, Order = SortOrder.Asc, Limit = Limit });

        Assert.DoesNotContain("Sort", plan.Nodes);
        Assert.Equal(0, plan.RowsRemoved);
    }

    // PostgreSQL plans a prepared statement for the values at hand or for any values, and goes over to the latter when it sees fit.
    [Theory]
    [InlineData("needle", 2, PlanMode.ForThese)]
    [InlineData("needle", 2, PlanMode.ForAny)]
    [InlineData("needle the", 2, PlanMode.ForThese)]
    [InlineData("needle the", 2, PlanMode.ForAny)]
    [InlineData("zzqqx", 0, PlanMode.ForThese)]
    [InlineData("zzqqx", 0, PlanMode.ForAny)]
    public async Task A_rare_word_is_found_by_the_search_index_and_among_the_few_tasks_outside_it(string search, int rows, PlanMode mode)
    {
        foreach (var request in Searches(search))
        {
            var plan = await data.ExplainSearchAsync(request, mode);

            Assert.Contains("ix_tasks_search", plan.Indexes);
            Assert.DoesNotContain("Seq Scan", plan.Nodes);
            Assert.Equal(rows, plan.Rows);
            Assert.InRange(plan.RowsRemoved, 0, TaskItem.OutsideSearchIndex + 10);
        }
    }

    [Theory]
    [InlineData("task", PlanMode.ForThese)]
    [InlineData("task", PlanMode.ForAny)]
    [InlineData("TASK about", PlanMode.ForThese)]
    [InlineData("TASK about", PlanMode.ForAny)]
    public async Task A_common_word_is_found_by_reading_in_order_until_the_page_is_full(string search, PlanMode mode)
    {
        foreach (var request in Searches(search))
        {
            var plan = await data.ExplainSearchAsync(request, mode);

            Assert.DoesNotContain("ix_tasks_search", plan.Indexes);
            Assert.DoesNotContain("Seq Scan", plan.Nodes);
            Assert.Equal(Limit + 1, plan.Rows);
            Assert.InRange(plan.RowsRemoved, 0, 10);
            Assert.InRange(plan.Blocks, 0, 300);
        }
    }

    [Theory]
    [InlineData("needle", PlanMode.ForThese)]
    [InlineData("needle", PlanMode.ForAny)]
    [InlineData("task", PlanMode.ForThese)]
    [InlineData("task", PlanMode.ForAny)]
    public async Task A_search_of_a_small_user_reads_the_own_tasks_alone(string search, PlanMode mode)
    {
        foreach (var request in Searches(search))
        {
            var plan = await data.ExplainSearchAsync(request with { Limit = 500 }, mode, ManyTasks.SmallUser);

            Assert.DoesNotContain("ix_tasks_search", plan.Indexes);
            Assert.DoesNotContain("Seq Scan", plan.Nodes);
            Assert.InRange(plan.Rows + plan.RowsRemoved, 0, ManyTasks.SmallUserTasks);
        }
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

    public enum PlanMode
    {
        ForThese,
        ForAny,
    }

    internal sealed record Plan(HashSet<string> Nodes, HashSet<string> Indexes, long Rows, long RowsRemoved, long Blocks);

    /// <summary>A user with 100,000 tasks, among others with a few.</summary>
    public sealed class ManyTasks(TodoApi api) : IAsyncLifetime
    {
        internal const string LargeUser = "large";
        internal const string SmallUser = "small-7";
        internal const int SmallUserTasks = 50;

        private NpgsqlDataSource? _database;

        private static CancellationToken Ct => TestContext.Current.CancellationToken;

        public async ValueTask InitializeAsync()
        {
            _database = NpgsqlDataSource.Create(await api.Databases.CreateAsync());
            await using var command = _database.CreateCommand(
                $"""
                SET synchronous_commit = off;
                INSERT INTO users (id, created_at) SELECT '{LargeUser}', now() UNION ALL SELECT 'small-' || i, now() FROM generate_series(1, 100) i;
                INSERT INTO tasks (user_id, title, description, completed, priority, due_at, due_is_date, created_at, updated_at, in_search_index)
                SELECT owner, CASE WHEN i IN (7, 70000) THEN 'the needle' ELSE 'task ' || md5(i::text) END, 'about ' || md5((i * 7)::text), i % 10 <> 0, i % 3 + 1,
                       CASE WHEN i % 4 = 0 THEN NULL ELSE timestamptz '2030-01-01 00:00Z' + (i % 1000) * interval '1 hour' END, false,
                       timestamptz '2026-01-01 00:00Z' + i * interval '1 second', timestamptz '2026-06-01 00:00Z' + (i * 7919 % 100000) * interval '1 second',
                       owner = '{LargeUser}' AND i > {TaskItem.OutsideSearchIndex}
                FROM (SELECT '{LargeUser}' AS owner, i FROM generate_series(1, 100000) i
                      UNION ALL SELECT 'small-' || (i % 100 + 1), i FROM generate_series(1, {SmallUserTasks * 100}) i) rows;
                """);
            command.CommandTimeout = 120;
            await command.ExecuteNonQueryAsync(Ct);
            await using var vacuum = _database.CreateCommand("VACUUM (ANALYZE) tasks");
            await vacuum.ExecuteNonQueryAsync(Ct);
        }

        public async ValueTask DisposeAsync()
        {
            if (_database is not null)
            {
                await _database.DisposeAsync();
            }
        }

        internal async Task<Plan> ExplainAsync(ListTasksRequest request, string userId = LargeUser)
        {
            var sql = new ListTasksSql(request, userId);
            var text = sql.Page();
            await using var command = Command($"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {text}", sql.Arguments);
            return PlanOf((string)(await command.ExecuteScalarAsync(Ct))!);
        }

        /// <summary>The plan of a prepared search; its arguments are texts alone.</summary>
        internal async Task<Plan> ExplainSearchAsync(ListTasksRequest request, PlanMode mode, string userId = LargeUser)
        {
            var sql = new ListTasksSql(request, userId);
            var text = sql.Page();
            var values = string.Join(", ", sql.Arguments.Select(argument => $"'{((string)argument.Parameter.Value!).Replace("'", "''", StringComparison.Ordinal)}'"));
            await using var connection = await _database!.OpenConnectionAsync(Ct);
            foreach (var preparation in (string[])
                [$"SET plan_cache_mode = force_{(mode == PlanMode.ForAny ? "generic" : "custom")}_plan", "DEALLOCATE ALL", $"PREPARE search AS {text}"])
            {
                await using var prepare = new NpgsqlCommand(preparation, connection);
                await prepare.ExecuteNonQueryAsync(Ct);
            }

            await using var explain = new NpgsqlCommand($"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE search ({values})", connection);
            return PlanOf((string)(await explain.ExecuteScalarAsync(Ct))!);
        }

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
            var sql = new ListTasksSql(request with { Page = depth + 1, Limit = 1 }, LargeUser);
            var text = sql.Page();
            await using var command = Command(text, sql.Arguments);
            await using var reader = await command.ExecuteReaderAsync(Ct);
            Assert.True(await reader.ReadAsync(Ct));

            var key = request.Sort switch
            {
                TaskSort.CreatedAt => Ticks(reader, "created_at"),
                TaskSort.UpdatedAt => Ticks(reader, "updated_at"),
                TaskSort.DueDate => await reader.IsDBNullAsync(reader.GetOrdinal("due_at"), Ct) ? "" : Ticks(reader, "due_at"),
                TaskSort.Priority => $"{reader.GetInt16(reader.GetOrdinal("priority"))}",
                _ => reader.GetString(reader.GetOrdinal("title")),
            };
            return new TaskCursor("", reader.GetInt64(reader.GetOrdinal("id")), key);
        }

        private static string Ticks(NpgsqlDataReader reader, string column) => $"{reader.GetDateTime(reader.GetOrdinal(column)).Ticks}";

        private NpgsqlCommand Command(string text, SqlArgument[] arguments)
        {
            var command = _database!.CreateCommand(text);
            foreach (var argument in arguments)
            {
                command.Parameters.Add(argument.Parameter);
            }

            return command;
        }

        private static IEnumerable<JsonElement> Flatten(JsonElement node) =>
            node.TryGetProperty("Plans", out var children) ? children.EnumerateArray().SelectMany(Flatten).Prepend(node) : [node];

        private static long Removed(JsonElement node, string property) => node.TryGetProperty(property, out var rows) ? (long)rows.GetDouble() : 0;
    }
}
