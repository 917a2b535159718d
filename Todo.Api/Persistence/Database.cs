using Npgsql;
using Todo.Api.Persistence.Connection;

namespace Todo.Api.Persistence;

/// <summary>
/// Sends the statements that most requests consist of, and reads their rows, with Npgsql alone: the same through EF Core costs more than the
/// rest of the request (docs/adr/0005).
/// </summary>
internal sealed class Database(NpgsqlDataSource dataSource, Attempts attempts)
{
    /// <summary>The first row, or nothing (for a value type its default).</summary>
    /// <param name="sql">One statement, with <c>$1</c>, <c>$2</c>, … for the arguments.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="read">Makes a result of the row that the reader stands on.</param>
    /// <param name="ct">Cancelled when nobody waits for the result any more.</param>
    internal Task<T?> FirstAsync<T>(string sql, SqlArgument[] arguments, Func<NpgsqlDataReader, T> read, CancellationToken ct) =>
        RunAsync(sql, arguments, read, static async (rows, read, ct) => await rows.ReadAsync(ct) ? read(rows) : default, ct);

    /// <summary>All rows.</summary>
    /// <inheritdoc cref="FirstAsync"/>
    internal Task<List<T>> ListAsync<T>(string sql, SqlArgument[] arguments, Func<NpgsqlDataReader, T> read, CancellationToken ct) =>
        RunAsync(
            sql,
            arguments,
            read,
            static async (rows, read, ct) =>
            {
                var list = new List<T>();
                while (await rows.ReadAsync(ct))
                {
                    list.Add(read(rows));
                }

                return list;
            },
            ct);

    private Task<TResult> RunAsync<T, TResult>(
        string sql,
        SqlArgument[] arguments,
        Func<NpgsqlDataReader, T> read,
        Func<NpgsqlDataReader, Func<NpgsqlDataReader, T>, CancellationToken, ValueTask<TResult>> readAll,
        CancellationToken ct)
    {
        var command = new NpgsqlCommand(sql);
        foreach (var argument in arguments)
        {
            command.Parameters.Add(argument.Parameter);
        }

        return attempts.RunAsync(
            (dataSource, command, read, readAll),
            static async (statement, attempt, ct) =>
            {
                await using var connection = await statement.dataSource.OpenConnectionAsync(ct);
                statement.command.Connection = connection;
                attempt.Sends(statement.command.CommandText);
                await using var rows = await statement.command.ExecuteReaderAsync(ct);
                var result = await statement.readAll(rows, statement.read, ct);

                // The rows of a write come before its commit; what is at the end tells whether that went well.
                await rows.NextResultAsync(ct);
                return result;
            },
            ct);
    }
}
