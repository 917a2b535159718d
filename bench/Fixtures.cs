using System.Globalization;
using Npgsql;

namespace Todo.Bench;

/// <summary>Who asks, with which token, for which tasks: drawn beforehand, so that the generator only has to pick.</summary>
internal sealed class Fixtures
{
    private const int TasksPerUser = 40;

    private Fixtures(string file, string userId, long taskId, string token) => (File, UserId, TaskId, Token) = (file, userId, taskId, token);

    /// <summary>For the Lua scripts: a line of words; then for each user the id, a token and some task ids, between tabs.</summary>
    internal string File { get; }

    internal string UserId { get; }

    internal long TaskId { get; }

    internal string Token { get; }

    internal static async Task<Fixtures> WriteAsync(string database, Tokens tokens, TemporaryFolder folder, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(
            """
            SELECT user_id, (array_agg(id ORDER BY md5(id::text)))[1:@count]
            FROM tasks
            WHERE user_id NOT LIKE 'scale-%'
            GROUP BY user_id
            ORDER BY user_id
            """,
            connection);
        command.Parameters.AddWithValue("count", TasksPerUser);

        var lines = new List<string> { string.Join(' ', Vocabulary.Words) };
        Fixtures? first = null;
        var file = folder.PathOf("fixtures.tsv");
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                var (userId, tasks) = (reader.GetString(0), reader.GetFieldValue<long[]>(1));
                var token = tokens.Issue(userId);
                first ??= new Fixtures(file, userId, tasks[0], token);
                lines.Add($"{userId}\t{token}\t{string.Join(',', tasks.Select(id => id.ToString(CultureInfo.InvariantCulture)))}");
            }
        }

        await System.IO.File.WriteAllLinesAsync(file, lines, ct);
        return first!;
    }
}
