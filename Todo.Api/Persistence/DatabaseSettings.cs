using Npgsql;
using Todo.Api.Settings;

namespace Todo.Api.Persistence;

/// <summary>Which database, and how it is talked to.</summary>
/// <param name="ConnectionString">In Npgsql's words.</param>
/// <param name="MigrateOnStart">Whether the schema is brought up to date before the first request.</param>
internal sealed record DatabaseSettings(string ConnectionString, bool MigrateOnStart)
{
    internal const string Name = "DATABASE_URL";

    /// <summary>Connections at most, unless the URL says otherwise: plenty for a few cores, and several instances fit into the 100 of a small server.</summary>
    private const int PoolSize = 32;

    private const int PoolSizeOfNpgsql = 100;

    internal static DatabaseSettings From(AppSettings settings)
    {
        var migrate = settings.Flag("MIGRATE_ON_START", otherwise: settings.IsDevelopment);
        var value = settings.Text(Name) ?? settings.Text("NEON_DB_URL");
        if (value is null)
        {
            settings.Problem(Name, "is missing; set it to postgresql://user:password@host/database as your provider prints it");
            return new DatabaseSettings("", migrate);
        }

        if (!DatabaseUrl.TryParse(value, out var connection, out _, out var problem))
        {
            settings.Problem(Name, problem!);
            return new DatabaseSettings("", migrate);
        }

        return new DatabaseSettings(Tuned(connection!, DatabaseUrl.IsPooled(connection!, value)), migrate);
    }

    private static string Tuned(NpgsqlConnectionStringBuilder connection, bool isPooled)
    {
        // The same few statements again and again: prepared on direct connections. A transaction-mode pooler knows no prepared statements.
        if (!isPooled)
        {
            connection.MaxAutoPrepare = 256;
            connection.AutoPrepareMinUsages = 2;
        }

        if (connection.MaxPoolSize == PoolSizeOfNpgsql)
        {
            connection.MaxPoolSize = PoolSize;
        }

        // No request leaves session state behind, so a connection need not be reset between two of them.
        connection.NoResetOnClose = true;
        connection.ApplicationName ??= "todo-api";
        return connection.ConnectionString;
    }
}
