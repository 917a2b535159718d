using Npgsql;

namespace Todo.Api.DevServices;

/// <summary>A database with migrations that this version does not have cannot be brought up to date: it is kept under another name.</summary>
internal static class OldDatabase
{
    private const string Fresh = $"{Cluster.Database}_fresh";

    internal static async Task PutAsideAsync(Cluster cluster, IReadOnlyCollection<string> migrations, Action<string> announce, CancellationToken ct)
    {
        // Without a pool: a connection that stays would hold the database that is to be renamed.
        var settings = new NpgsqlConnectionStringBuilder(cluster.ConnectionString) { Pooling = false };
        await using (var database = NpgsqlDataSource.Create(settings))
        {
            if (!await HasOtherMigrationsAsync(database, migrations, ct))
            {
                return;
            }
        }

        var kept = $"{Cluster.Database}_before_{DateTime.UtcNow:yyyyMMddHHmmss}";
        settings.Database = "postgres";
        await using var server = NpgsqlDataSource.Create(settings);
        try
        {
            await server.CreateCommand($"DROP DATABASE IF EXISTS {Fresh}").ExecuteNonQueryAsync(ct);
            await server.CreateCommand($"CREATE DATABASE {Fresh}").ExecuteNonQueryAsync(ct);

            // One transaction: however it ends, there is a database of the old name.
            await server.CreateCommand($"ALTER DATABASE {Cluster.Database} RENAME TO {kept}; ALTER DATABASE {Fresh} RENAME TO {Cluster.Database}")
                .ExecuteNonQueryAsync(ct);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.ObjectInUse)
        {
            throw new DevServicesException(
                $"The database in {cluster.Data} belongs to another version of this API and is in use: " +
                $"stop what is connected to port {cluster.Port} (another API, psql), then start again.", e);
        }

        announce(
            $"The database in {cluster.Data} belongs to another version of this API. It is kept as {kept}, and an empty one takes its place. " +
            $"To look at it: PGPASSWORD=$(cat {cluster.PasswordFile}) psql -h 127.0.0.1 -p {cluster.Port} -U {Cluster.Role} {kept}");
    }

    private static async Task<bool> HasOtherMigrationsAsync(NpgsqlDataSource database, IReadOnlyCollection<string> migrations, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            // The column was called MigrationId before the naming convention.
            """
            SELECT EXISTS (
                SELECT FROM "__EFMigrationsHistory" history
                WHERE coalesce(to_jsonb(history) ->> 'migration_id', to_jsonb(history) ->> 'MigrationId') <> ALL ($1))
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = migrations.ToArray() });
        try
        {
            return await command.ExecuteScalarAsync(ct) is true;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return false;
        }
    }
}
