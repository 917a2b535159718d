using Npgsql;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Trash;

/// <summary>What is older than TRASH_DAYS goes by itself, from the trash and from the log of changes.</summary>
public sealed class TrashCleaningTests(TodoApi api) : IAsyncLifetime
{
    private readonly FakeClock _clock = new(DateTimeOffset.UtcNow);
    private string _connectionString = "";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _connectionString = await api.Databases.CreateAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task What_is_too_old_goes_within_an_hour_and_what_is_younger_stays()
    {
        await using var host = await StartAsync(("TRASH_DAYS", "2"));
        var ada = host.NewUser("ada");
        await ada.CreateIdAsync("live");
        await ada.TrashAsync("old secret");
        await ada.TrashAsync("another old secret");
        _clock.Advance(TimeSpan.FromDays(1));
        await ada.TrashAsync("younger");

        _clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromHours(1));

        await UntilAsync("SELECT count(*) = 1 FROM tasks WHERE deleted_at IS NOT NULL");
        Assert.Equal("younger", Assert.Single((await ada.PageAsync("trash")).Tasks).Text("title"));
        Assert.Equal(["live"], await ada.TitlesAsync());
        Assert.Equal(0L, await ExecuteAsync("SELECT count(*) FROM task_changes WHERE concat(before, after) LIKE '%secret%'"));
    }

    [Fact]
    public async Task What_is_too_old_goes_at_the_start_whichever_instances_clean_at_once()
    {
        await using (var host = await StartAsync())
        {
            await host.NewUser("ada").TrashAsync("young");
        }

        // More than one step of one user, and more users than one.
        await ExecuteAsync(
            """
            INSERT INTO users (id, created_at) SELECT 'user' || i, now() FROM generate_series(1, 4) i;
            INSERT INTO tasks (user_id, title, completed, priority, due_is_date, created_at, updated_at, deleted_at)
            SELECT 'user' || least(4, i % 40 + 1), 'secret', false, 2, false, now(), now(), now() - interval '31 days' FROM generate_series(1, 1300) i
            """);

        var instances = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => StartAsync()));
        try
        {
            await UntilAsync("SELECT count(*) = 1 FROM tasks");
            Assert.Equal(1300L, await ExecuteAsync("SELECT count(*) FROM task_changes WHERE type = 7"));
            Assert.Equal(1300L, await ExecuteAsync("SELECT count(DISTINCT task_id) FROM task_changes WHERE type = 7"));
            Assert.Equal(0L, await ExecuteAsync("SELECT count(*) FROM task_changes WHERE concat(before, after) LIKE '%secret%'"));
            Assert.Equal("young", Assert.Single((await instances[0].NewUser("ada").PageAsync("trash")).Tasks).Text("title"));
        }
        finally
        {
            foreach (var instance in instances)
            {
                await instance.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task A_task_that_a_transaction_holds_stops_nothing_else()
    {
        await using var host = await StartAsync();
        var (ada, bob) = (host.NewUser("ada"), host.NewUser("bob"));
        var held = (await ada.TrashAsync()).Id();
        await ada.TrashAsync();
        await bob.TrashAsync();
        await using var holding = new NpgsqlConnection(_connectionString);
        await holding.OpenAsync(Ct);
        await using (var transaction = await holding.BeginTransactionAsync(Ct))
        {
            await using var hold = new NpgsqlCommand($"SELECT FROM tasks WHERE id = {held} FOR UPDATE", holding);
            await hold.ExecuteNonQueryAsync(Ct);

            _clock.Advance(TimeSpan.FromDays(31));
            await UntilAsync("SELECT count(*) = 1 FROM tasks");
            Assert.Equal(held, Assert.Single((await ada.PageAsync("trash")).Tasks).Id());
        }

        _clock.Advance(TimeSpan.FromHours(1));
        await UntilAsync("SELECT count(*) = 0 FROM tasks");
    }

    [Fact]
    public async Task The_log_keeps_what_is_younger_and_the_newest_of_what_is_old_of_each_user()
    {
        await using var host = await StartAsync();
        var (ada, bob, eve) = (host.NewUser("ada"), host.NewUser("bob"), host.NewUser("eve"));
        foreach (var user in (ApiUser[])[ada, bob, eve])
        {
            await user.CreateIdAsync("1");
            await user.CreateIdAsync("2");
            await user.CreateIdAsync("3");
        }

        await ExecuteAsync(
            """
            INSERT INTO task_changes (user_id, task_id, type, after) SELECT 'ada', 0, 2, '{}' FROM generate_series(1, 1200);
            UPDATE task_changes SET at = at - interval '31 days' WHERE user_id = 'ada';
            UPDATE task_changes SET at = at - interval '31 days' WHERE user_id = 'bob' AND after ->> 'title' < '3';
            UPDATE task_changes SET at = at - interval '31 days' WHERE user_id = 'eve' AND after ->> 'title' = '1'
            """);
        var newest = await ExecuteAsync("SELECT max(id) FROM task_changes WHERE user_id = 'ada'");

        _clock.Advance(TimeSpan.FromHours(1));

        await UntilAsync("SELECT count(*) = 1 FROM task_changes WHERE user_id = 'ada'");
        await UntilAsync("SELECT count(*) = 2 FROM task_changes WHERE user_id = 'bob'");
        Assert.Equal(newest, await ExecuteAsync("SELECT id FROM task_changes WHERE user_id = 'ada'"));
        Assert.Equal("2,3", await ExecuteAsync("SELECT string_agg(after ->> 'title', ',' ORDER BY id) FROM task_changes WHERE user_id = 'bob'"));
        Assert.Equal(3L, await ExecuteAsync("SELECT count(*) FROM task_changes WHERE user_id = 'eve'"));
        Assert.Equal(3, (await ada.ListAsync()).Length);
    }

    [Fact]
    public async Task A_database_that_is_away_is_asked_again_later()
    {
        await using var postgres = await OwnPostgres.RunAsync();
        await using var host = await TodoApi.HostAsync(postgres.ConnectionString, _clock, ("DATABASE_CONNECT_TIMEOUT_SECONDS", "2"));
        await host.NewUser("ada").TrashAsync();
        await postgres.StopAsync();

        _clock.Advance(TimeSpan.FromDays(31));
        (await host.GetAsync("/health/ready")).StatusCodeShouldBe(503);
        await postgres.StartAsync();

        while (await postgres.ExecuteAsync("SELECT count(*) FROM tasks") is not 0L)
        {
            _clock.Advance(TimeSpan.FromHours(1));
            await Task.Delay(50, Ct);
        }
    }

    private Task<ApiHost> StartAsync(params (string Name, string Value)[] settings) => TodoApi.HostAsync(_connectionString, _clock, settings);

    private async Task UntilAsync(string condition)
    {
        // The timer of an instance that has just started may not go yet.
        while (await ExecuteAsync(condition) is not true)
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            await Task.Delay(20, Ct);
        }
    }

    private async Task<object?> ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Ct);
    }
}
