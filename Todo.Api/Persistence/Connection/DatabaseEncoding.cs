using System.Data.Common;
using System.Net.Sockets;
using Npgsql;
using Todo.Api.Settings;

namespace Todo.Api.Persistence.Connection;

/// <summary>Only a database in UTF8 can store every text and compare texts without case; in another one a task in Russian would be a 500, and others after it.</summary>
internal static class DatabaseEncoding
{
    /// <exception cref="SettingsException">The database has another encoding.</exception>
    internal static void Check(NpgsqlConnection connection)
    {
        // The server tells it to each new connection.
        if (connection.PostgresParameters.TryGetValue("server_encoding", out var encoding) && encoding != "UTF8")
        {
            throw new SettingsException(
                [$"DATABASE_URL: the database's encoding is {encoding}, but it must be UTF8; make another with CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8'"]);
        }
    }

    /// <summary>Without a migration at the start, a database that is away is no reason not to start.</summary>
    internal static async Task CheckIfReachableAsync(NpgsqlDataSource source, CancellationToken ct)
    {
        await using var connection = source.CreateConnection();
        try
        {
            await connection.OpenAsync(ct);
        }
        catch (Exception e) when (e is DbException or SocketException)
        {
            // Readiness tells of it for as long as it is so.
            return;
        }

        Check(connection);
    }
}
