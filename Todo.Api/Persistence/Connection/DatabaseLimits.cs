using Npgsql;
using Todo.Api.Settings;

namespace Todo.Api.Persistence.Connection;

/// <summary>How much is asked of the database at a time, and how long anybody waits for it.</summary>
/// <param name="PoolSize">Connections at most; nothing where the connection string or the default says it.</param>
/// <param name="ConnectTimeout">How long to wait for a connection, a new one or one of the pool; nothing as above.</param>
/// <param name="StatementTimeout">How long a statement may take, the wait for a connection and the second attempt included.</param>
/// <param name="RetryBudget">A failure later than this is not worth a second attempt: the client would wait too long.</param>
internal sealed record DatabaseLimits(int? PoolSize, int? ConnectTimeout, TimeSpan StatementTimeout, TimeSpan RetryBudget)
{
    /// <summary>Plenty for a few cores, and three instances fit into the 112 connections of Neon's smallest compute.</summary>
    private const int DefaultPoolSize = 32;

    /// <summary>A suspended compute of Neon wakes up in less than a second.</summary>
    private const int DefaultConnectTimeout = 2;

    /// <summary>
    /// Together with the connect timeout below 5 seconds, the time that anybody waits for an answer: before Npgsql gives a statement up, it
    /// connects once more to cancel it, and a frozen server does not answer that either.
    /// </summary>
    private const int DefaultStatementTimeout = 2000;

    /// <summary>A migration needs two: one waits for its turn.</summary>
    private const int MinPoolSize = 2;

    private const int DefaultRetryBudget = 1000;

    /// <summary>Idle connections go before a compute suspends and cuts them off: nobody finds a dead one in the pool after a quiet night.</summary>
    private const int IdleSeconds = 45;

    internal static DatabaseLimits From(AppSettings settings) => new(
        IfSet(settings, "DATABASE_POOL_SIZE", MinPoolSize, max: 1000),
        IfSet(settings, "DATABASE_CONNECT_TIMEOUT_SECONDS", min: 1, max: 60),
        TimeSpan.FromMilliseconds(settings.Number("DATABASE_STATEMENT_TIMEOUT_MS", DefaultStatementTimeout, min: 100, max: 60_000)),
        TimeSpan.FromMilliseconds(settings.Number("DATABASE_RETRY_BUDGET_MS", DefaultRetryBudget, min: 0, max: 10_000)));

    /// <summary>A setting wins over the connection string, and that over the default.</summary>
    internal void ApplyTo(NpgsqlConnectionStringBuilder connection)
    {
        connection.MaxPoolSize = Math.Max(MinPoolSize, PoolSize ?? (connection.ShouldSerialize("Maximum Pool Size") ? connection.MaxPoolSize : DefaultPoolSize));
        connection.MinPoolSize = Math.Min(connection.MinPoolSize, connection.MaxPoolSize);
        connection.Timeout = ConnectTimeout ?? (connection.ShouldSerialize("Timeout") ? connection.Timeout : DefaultConnectTimeout);

        // Only for what does not run under a deadline, and later than that: here the wait for a frozen server would be on a thread of the pool.
        connection.CommandTimeout = (int)Math.Ceiling(StatementTimeout.TotalSeconds) + connection.Timeout + 1;

        // A server that does not act on a cancellation is given up soon.
        connection.CancellationTimeout = 300;

        if (!connection.ShouldSerialize("Connection Idle Lifetime"))
        {
            connection.ConnectionIdleLifetime = IdleSeconds;
        }
    }

    private static int? IfSet(AppSettings settings, string name, int min, int max) =>
        settings.Text(name) is null ? null : settings.Number(name, otherwise: min, min, max);
}
