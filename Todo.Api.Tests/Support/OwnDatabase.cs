using Npgsql;
using Respawn;

namespace Todo.Api.Tests.Support;

/// <summary>A migrated database for one class alone: made once, emptied between its tests, which takes a quarter of the time of making another.</summary>
public sealed class OwnDatabase(TodoApi api) : IAsyncLifetime
{
    private Respawner? _respawner;

    internal string ConnectionString { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        ConnectionString = await api.Databases.CreateAsync();
        await using var connection = await ConnectAsync();
        _respawner = await Respawner.CreateAsync(connection, new RespawnerOptions
        {
            DbAdapter = DbAdapter.Postgres,
            SchemasToInclude = ["public"],
            TablesToIgnore = ["__EFMigrationsHistory"],
        });
    }

    internal async Task ResetAsync()
    {
        await using var connection = await ConnectAsync();
        await _respawner!.ResetAsync(connection);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }
}
