using Npgsql;
using Todo.Api.Settings;

namespace Todo.Api.Persistence.Connection;

/// <summary>Which database, and how it is talked to.</summary>
/// <param name="ConnectionString">In Npgsql's words.</param>
/// <param name="MigrateOnStart">Whether the schema is brought up to date before the first request.</param>
/// <param name="Limits">How much and how long.</param>
internal sealed record DatabaseSettings(string ConnectionString, bool MigrateOnStart, DatabaseLimits Limits)
{
    private const string Name = "DATABASE_URL";

    private const string OtherName = "NEON_DB_URL";

    /// <summary>Whether a server was named; in Development there need not be one.</summary>
    internal bool HasServer => ConnectionString.Length > 0;

    internal static DatabaseSettings From(AppSettings settings)
    {
        var migrate = settings.Flag("MIGRATE_ON_START", otherwise: settings.IsDevelopment);
        var none = new DatabaseSettings("", migrate, DatabaseLimits.From(settings));
        var name = settings.Text(Name) is null && settings.Text(OtherName) is not null ? OtherName : Name;
        if (settings.Text(name) is not { } value)
        {
            if (settings.IsProduction)
            {
                settings.Problem(Name, "is missing; set it to postgresql://user:password@host/database as your provider prints it");
            }

            return none;
        }

        try
        {
            var url = DatabaseUrl.Parse(value);
            if (url.Ignored.Count > 0)
            {
                settings.Notice(name, $"ignores {string.Join(", ", url.Ignored)}, which this driver does not have");
            }

            return none.On(url.Connection, url.IsPooled);
        }
        catch (FormatException e)
        {
            settings.Problem(name, e.Message);
            return none;
        }
    }

    /// <summary>The same with another server, where none was named.</summary>
    internal DatabaseSettings OrOn(string? connectionString) =>
        connectionString is null ? this : On(new NpgsqlConnectionStringBuilder(connectionString), isPooled: false);

    private DatabaseSettings On(NpgsqlConnectionStringBuilder connection, bool isPooled)
    {
        // The same few statements again and again: prepared on direct connections. A transaction-mode pooler knows no prepared statements.
        if (!isPooled)
        {
            connection.MaxAutoPrepare = 256;
            connection.AutoPrepareMinUsages = 2;
        }

        // No request leaves session state behind, so a connection need not be reset between two of them.
        connection.NoResetOnClose = true;
        connection.ApplicationName ??= "todo-api";
        Limits.ApplyTo(connection);
        return this with { ConnectionString = connection.ConnectionString };
    }
}
