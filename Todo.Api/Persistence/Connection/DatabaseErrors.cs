using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Todo.Api.Persistence.Connection;

/// <summary>What the exception of a statement says about the database.</summary>
internal static class DatabaseErrors
{
    /// <summary>Whether the database is away, refuses, is full or read-only: what asked for it may try again later. Anything else is a bug.</summary>
    internal static bool IsOutage(Exception exception) => Cause(exception) switch
    {
        NpgsqlOperationInProgressException => false,
        PostgresException e => e.IsTransient || e.InvariantSeverity is "FATAL" or "PANIC" || e.SqlState[..2] is "08" or "40" or "53" or "57" or "58" || IsOfConnection(e),
        NpgsqlException or SocketException => true,

        // Npgsql where the connection of a transaction was lost before this statement.
        InvalidOperationException { Message: "Transaction is already completed" } => true,
        var e => IsOfConnection(e),
    };

    /// <summary>
    /// Whether the server, or Npgsql before it, refused the statement because of the state of this connection: prepared for columns that have
    /// another type now, no longer prepared there, or on a server that became read-only. It was not executed, and any other on this connection may fail alike.
    /// </summary>
    internal static bool IsOfConnection(Exception exception) => Cause(exception) switch
    {
        PostgresException e => e.SqlState is PostgresErrorCodes.FeatureNotSupported or PostgresErrorCodes.InvalidSqlStatementName or PostgresErrorCodes.ReadOnlySqlTransaction,

        // Npgsql 10 after the first of these: "Invalid PreparedState state Unprepared encountered …".
        InvalidOperationException e => e.Message.Contains("PreparedState", StringComparison.Ordinal),
        _ => false,
    };

    /// <summary>Whether it may work at once on another connection. Not after a timeout: the database is busy then, and the same once more makes it busier.</summary>
    internal static bool IsPassing(Exception exception) => Cause(exception) switch
    {
        NpgsqlException { InnerException: TimeoutException } => false,
        PostgresException e => e.IsTransient,

        // Without a cause, or with several: none of the hosts was usable at that moment.
        NpgsqlException e => e.IsTransient || e.InnerException is null or AggregateException,
        var e => e is SocketException,
    };

    private static Exception Cause(Exception exception) => exception is DbUpdateException { InnerException: { } cause } ? cause : exception;
}
