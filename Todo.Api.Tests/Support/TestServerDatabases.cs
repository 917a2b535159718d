using Microsoft.EntityFrameworkCore;
using Npgsql;
using Todo.Api.DevServices;
using Todo.Api.Persistence;

namespace Todo.Api.Tests.Support;

/// <summary>A PostgreSQL of the tests' own, and databases in it that are cloned from a migrated template.</summary>
internal sealed class TestServerDatabases : IAsyncLifetime
{
    private readonly string _run = Guid.NewGuid().ToString("N")[..8];
    private readonly List<string> _created = [];
    private readonly SemaphoreSlim _template = new(1);
    private EmbeddedPostgres? _postgres;
    private int _count;

    public async ValueTask InitializeAsync()
    {
        var folder = Path.Combine(Hosting.HostSettings.DataFolder(), "tests");
        _postgres = await EmbeddedPostgres.StartAsync(folder, message => Console.WriteLine(message), CancellationToken.None);
        await MigrateAsync(await CreateEmptyAsync("template", options: ""));
    }

    /// <summary>A migrated database of one's own; the connection string to it.</summary>
    internal async Task<string> CreateAsync()
    {
        // PostgreSQL copies a template only once at a time.
        await _template.WaitAsync();
        try
        {
            return await CreateEmptyAsync($"{Interlocked.Increment(ref _count)}", $"TEMPLATE {Name("template")}");
        }
        finally
        {
            _template.Release();
        }
    }

    /// <summary>A database without tables.</summary>
    /// <param name="options">What <c>CREATE DATABASE</c> is told besides the name.</param>
    internal Task<string> CreateEmptyAsync(string options = "") => CreateEmptyAsync($"{Interlocked.Increment(ref _count)}", options);

    /// <summary>A migrated database of another locale than that of the server.</summary>
    internal async Task<string> CreateWithLocaleAsync(string locale)
    {
        var connectionString = await CreateEmptyAsync($"TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C' {locale}");
        await MigrateAsync(connectionString);
        return connectionString;
    }

    /// <summary>Takes a database away from those who use it.</summary>
    internal async Task DropAsync(string connectionString)
    {
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database!;
        await DropDatabaseAsync(name);
        lock (_created)
        {
            _created.Remove(name);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_postgres is null)
        {
            return;
        }

        foreach (var name in _created)
        {
            await DropDatabaseAsync(name);
        }

        await _postgres.DisposeAsync();
        _template.Dispose();
    }

    // Not WITH (FORCE), which an ordinary role may not do while autovacuum is in the database: without it, the server sends autovacuum away itself.
    private async Task DropDatabaseAsync(string name)
    {
        await ExecuteAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}' AND usename = current_user");
        await ExecuteAsync($"DROP DATABASE {name}");
    }

    private string Name(string suffix) => $"todo_tests_{_run}_{suffix}";

    private async Task<string> CreateEmptyAsync(string suffix, string options)
    {
        await ExecuteAsync($"CREATE DATABASE {Name(suffix)} {options}");

        // Nothing here has to survive a power cut, and waiting for the disk is most of what a test would do.
        await ExecuteAsync($"ALTER DATABASE {Name(suffix)} SET synchronous_commit = off");
        lock (_created)
        {
            _created.Add(Name(suffix));
        }

        // Several instances share a server that takes a hundred connections.
        return new NpgsqlConnectionStringBuilder(_postgres!.ConnectionString) { Database = Name(suffix), MaxPoolSize = 30 }.ConnectionString;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var dataSource = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_postgres!.ConnectionString) { Pooling = false }.ConnectionString);
        await using var command = dataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task MigrateAsync(string connectionString)
    {
        var options = new DbContextOptionsBuilder<TodoDbContext>();
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false });
        PersistenceSetup.Configure(options, source);
        await using var db = new TodoDbContext(options.Options);
        await db.Database.MigrateAsync();
    }
}
