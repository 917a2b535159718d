using System.Globalization;
using Npgsql;
using Todo.Api.DevServices;

namespace Todo.Bench;

/// <summary>A PostgreSQL for this run alone, set up as a small production server: what was committed is on the disk.</summary>
internal sealed class ThrowawayPostgres : IAsyncDisposable
{
    private const string Superuser = "postgres";

    private static readonly (string Name, string Value)[] Settings =
    [
        ("fsync", "on"),
        ("synchronous_commit", "on"),
        ("shared_buffers", "1GB"),
        ("max_wal_size", "4GB"),
    ];

    private readonly EmbeddedPostgres _server;
    private readonly string _statementsOf;

    private ThrowawayPostgres(EmbeddedPostgres server, int processId, bool countsStatements)
    {
        _server = server;
        ProcessId = processId;
        CountsStatements = countsStatements;

        // Questions are asked from another database than the one that is asked about, so they do not count themselves.
        _statementsOf = AdministratorOf(server);
    }

    internal string Version => _server.Version;

    internal int ProcessId { get; }

    internal bool CountsStatements { get; }

    internal static async Task<ThrowawayPostgres> StartAsync(TemporaryFolder temporary, CancellationToken ct)
    {
        var folder = temporary.PathOf("database");
        bool countsStatements;
        await using (var first = await EmbeddedPostgres.StartAsync(folder, Progress.Say, ct))
        {
            countsStatements = await ConfigureAsync(AdministratorOf(first), ct);
        }

        // Memory and libraries are taken at the start only. Connections to the server before are of no use any more.
        NpgsqlConnection.ClearAllPools();
        var server = await EmbeddedPostgres.StartAsync(folder, Progress.Say, ct);
        try
        {
            if (countsStatements)
            {
                await Sql.ExecuteAsync(AdministratorOf(server), "CREATE EXTENSION IF NOT EXISTS pg_stat_statements", ct);
            }

            var pidFile = await File.ReadAllLinesAsync(Path.Combine(folder, "postgres", "postmaster.pid"), ct);
            return new ThrowawayPostgres(server, int.Parse(pidFile[0], CultureInfo.InvariantCulture), countsStatements);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes an empty database that belongs to the ordinary role; its connection string.</summary>
    internal async Task<string> CreateDatabaseAsync(string name, CancellationToken ct)
    {
        await Sql.ExecuteAsync(_server.ConnectionString, $"CREATE DATABASE {name}", ct);
        return new NpgsqlConnectionStringBuilder(_server.ConnectionString) { Database = name, SslMode = SslMode.Disable }.ConnectionString;
    }

    /// <summary>Statements run in this database so far; nothing where the server cannot count them.</summary>
    internal async Task<long?> StatementsAsync(string database, CancellationToken ct)
    {
        if (!CountsStatements)
        {
            return null;
        }

        var calls = await Sql.ScalarAsync(
            _statementsOf,
            $"SELECT coalesce(sum(calls), 0)::bigint FROM pg_stat_statements WHERE dbid = (SELECT oid FROM pg_database WHERE datname = '{database}')",
            ct);
        return Convert.ToInt64(calls, CultureInfo.InvariantCulture);
    }

    /// <summary>Writes out what is only in memory, so that no measurement pays for the seed.</summary>
    internal Task CheckpointAsync(CancellationToken ct) => Sql.ExecuteAsync(_statementsOf, "CHECKPOINT", ct);

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await _server.DisposeAsync();
    }

    private static async Task<bool> ConfigureAsync(string administrator, CancellationToken ct)
    {
        foreach (var (name, value) in Settings)
        {
            await Sql.ExecuteAsync(administrator, $"ALTER SYSTEM SET {name} = '{value}'", ct);
        }

        var exists = await Sql.ScalarAsync(administrator, "SELECT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_stat_statements')", ct);
        if (exists is not true)
        {
            return false;
        }

        await Sql.ExecuteAsync(administrator, "ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'", ct);
        return true;
    }

    /// <summary>DevServices gives the superuser the same password.</summary>
    private static string AdministratorOf(EmbeddedPostgres server) =>
        new NpgsqlConnectionStringBuilder(server.ConnectionString) { Username = Superuser, Database = Superuser, SslMode = SslMode.Disable }.ConnectionString;
}
