using Npgsql;
using Todo.Api.Settings;

namespace Todo.Api.Persistence.Connection;

/// <summary>Which database, how much is asked of it at a time, and how long a request waits for it.</summary>
/// <param name="ConnectionString">In Npgsql's words; without a host where no server was named.</param>
/// <param name="ReplicaConnectionString">The replica that lists may be read from, if there is one.</param>
/// <param name="MigrateOnStart">Whether the schema is brought up to date before the first request.</param>
/// <param name="StatementTimeout">How long a statement may take, the wait for a connection and the second attempt included.</param>
/// <param name="RetryBudget">A failure later than this is not worth a second attempt: the client would wait too long.</param>
internal sealed record DatabaseSettings(string ConnectionString, string? ReplicaConnectionString, bool MigrateOnStart, TimeSpan StatementTimeout, TimeSpan RetryBudget)
{
    private const string Name = "DATABASE_URL";

    private const string OtherName = "NEON_DB_URL";

    private const string ReplicaName = "DATABASE_READ_URL";

    /// <summary>A migration needs two: one waits for its turn.</summary>
    private const int MinPoolSize = 2;

    /// <summary>
    /// Together with the connect timeout below 5 seconds, the time that a client waits for an answer: before Npgsql gives a statement up, it
    /// connects once more to cancel it, and a frozen server does not answer that either.
    /// </summary>
    private const int DefaultStatementTimeout = 2000;

    private const int DefaultRetryBudget = 1000;

    /// <summary>Whether a server was named; in Development there need not be one.</summary>
    internal bool HasServer => new NpgsqlConnectionStringBuilder(ConnectionString).Host is not null;

    /// <summary>What a connection string may change.</summary>
    internal static NpgsqlConnectionStringBuilder Defaults() => new()
    {
        ApplicationName = "todo-api",

        // Plenty for a few cores, and three instances fit into the 112 connections of Neon's smallest compute.
        MaxPoolSize = 32,

        // Idle connections go before a compute of Neon suspends and cuts them off.
        ConnectionIdleLifetime = 45,

        // A server that does not act on a cancellation is given up soon.
        CancellationTimeout = 300,

        // No request leaves session state behind, so a connection need not be reset between two of them.
        NoResetOnClose = true,

        // Npgsql 10 tries Kerberos first: a needless step for each connection, and a complaint on the console where the library is missing.
        GssEncryptionMode = GssEncryptionMode.Disable,
    };

    /// <summary>A setting wins over the connection string, and that over the default.</summary>
    internal static DatabaseSettings From(AppSettings settings)
    {
        var statementTimeout = TimeSpan.FromMilliseconds(settings.Number("DATABASE_STATEMENT_TIMEOUT_MS", DefaultStatementTimeout, min: 100, max: 60_000));
        var name = settings.Text(Name) is null && settings.Text(OtherName) is not null ? OtherName : Name;
        if (settings.IsProduction && settings.Text(name) is null)
        {
            settings.Problem(Name, "is missing; set it to postgresql://user:password@host/database as your provider prints it");
        }

        return new DatabaseSettings(
            ConnectionStringOf(settings, name, statementTimeout, "primary"),
            settings.Text(ReplicaName) is null ? null : ConnectionStringOf(settings, ReplicaName, statementTimeout, "prefer-standby"),
            settings.Flag("MIGRATE_ON_START", otherwise: settings.IsDevelopment),
            statementTimeout,
            TimeSpan.FromMilliseconds(settings.Number("DATABASE_RETRY_BUDGET_MS", DefaultRetryBudget, min: 0, max: 10_000)));
    }

    /// <summary>The same with another server, where none was named. The last word in a connection string counts.</summary>
    internal DatabaseSettings OrOn(string? connectionString) =>
        connectionString is null ? this : this with { ConnectionString = $"{ConnectionString};{connectionString}" };

    private static string ConnectionStringOf(AppSettings settings, string name, TimeSpan statementTimeout, string target)
    {
        var url = ReadUrl(settings, name);
        var connection = url.Connection;
        connection.MaxPoolSize = Math.Max(MinPoolSize, settings.Number("DATABASE_POOL_SIZE", connection.MaxPoolSize, MinPoolSize, max: 1000));
        connection.MinPoolSize = Math.Min(connection.MinPoolSize, connection.MaxPoolSize);

        // A suspended compute of Neon wakes up in less than a second. Of several hosts, one that is gone has to be given up while there is time left for the next.
        var hasSeveralHosts = connection.Host?.Contains(',') == true;
        var connectTimeout = connection.ShouldSerialize("Timeout") ? connection.Timeout : hasSeveralHosts ? 1 : 2;
        if (hasSeveralHosts)
        {
            // Npgsql's own choice is any host that answers.
            connection.TargetSessionAttributes ??= target;
        }

        connection.Timeout = settings.Number("DATABASE_CONNECT_TIMEOUT_SECONDS", connectTimeout, min: 1, max: 60);

        // Only for what does not run under a deadline, and later than that: here the wait for a frozen server would be on a thread of the pool.
        connection.CommandTimeout = (int)Math.Ceiling(statementTimeout.TotalSeconds) + connection.Timeout + 1;

        // The same few statements again and again: prepared on direct connections. A transaction-mode pooler knows no prepared statements.
        if (!url.IsPooled)
        {
            connection.MaxAutoPrepare = 256;
            connection.AutoPrepareMinUsages = 2;
        }

        return connection.ConnectionString;
    }

    private static ConnectionSettings ReadUrl(AppSettings settings, string name)
    {
        if (settings.Text(name) is not { } value)
        {
            return new ConnectionSettings();
        }

        try
        {
            var url = DatabaseUrl.Parse(value);
            if (url.Ignored.Count > 0)
            {
                settings.Notice(name, $"ignores {string.Join(", ", url.Ignored)}, which this driver does not have");
            }

            return url;
        }
        catch (FormatException e)
        {
            settings.Problem(name, e.Message);
            return new ConnectionSettings();
        }
    }
}
