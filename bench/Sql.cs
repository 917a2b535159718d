using Npgsql;

namespace Todo.Bench;

/// <summary>Single statements of the bench itself, which take as long as they take.</summary>
internal static class Sql
{
    internal static async Task ExecuteAsync(string connectionString, string sql, CancellationToken ct, params NpgsqlParameter[] parameters)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(ct);
        await using var command = Command(connection, sql, parameters);
        await command.ExecuteNonQueryAsync(ct);
    }

    internal static async Task<object?> ScalarAsync(string connectionString, string sql, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(ct);
        await using var command = Command(connection, sql, []);
        return await command.ExecuteScalarAsync(ct);
    }

    /// <summary>A connection string as a URL.</summary>
    internal static string UrlOf(string connectionString)
    {
        var server = new NpgsqlConnectionStringBuilder(connectionString);
        return $"postgresql://{server.Username}:{server.Password}@{server.Host}:{server.Port}/{server.Database}";
    }

    /// <summary>A script that is built into the bench.</summary>
    internal static string Script(string name)
    {
        using var reader = new StreamReader(typeof(Sql).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        command.Parameters.AddRange(parameters);
        return command;
    }
}
