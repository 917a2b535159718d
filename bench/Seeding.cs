using System.Globalization;
using Npgsql;

namespace Todo.Bench;

/// <summary>The same tasks in each run: most users have two hundred, and some have so many that growth shows.</summary>
internal static class Seeding
{
    private const int Users = 1000;
    private const string ScalePrefix = "scale-";

    internal static IReadOnlyList<int> ScaleSizes { get; } = [200, 1_000, 10_000, 100_000];

    internal static string ScaleUser(int size) => ScalePrefix + size.ToString(CultureInfo.InvariantCulture);

    /// <summary>Fills the database that the API has migrated.</summary>
    internal static Task SeedApiAsync(string database, CancellationToken ct) => Sql.ExecuteAsync(
        database,
        Sql.Script("Seed.sql"),
        ct,
        new NpgsqlParameter("users", Users),
        new NpgsqlParameter("scale", ScaleSizes.ToArray()),
        new NpgsqlParameter("words", Vocabulary.Words.ToArray()),
        new NpgsqlParameter("rare", Vocabulary.Rare));

    internal static Task CopyToFloorAsync(string api, string floor, CancellationToken ct) => CopyAsync(
        api, floor, "Floor.sql", "id, user_id, title, description, completed, priority, due_at, due_is_date, created_at, updated_at", ct);

    internal static Task CopyToPeerAsync(string api, string peer, CancellationToken ct) => CopyAsync(
        api,
        peer,
        "Peer.sql",
        "id, user_id, title, description, completed, (ARRAY['low', 'medium', 'high'])[priority], due_at, created_at, updated_at",
        ct);

    /// <summary>Makes another table for the API's tasks and copies them into it, ids included.</summary>
    private static async Task CopyAsync(string api, string other, string script, string columns, CancellationToken ct)
    {
        await using var source = new NpgsqlConnection(api);
        await source.OpenAsync(ct);
        await using var target = new NpgsqlConnection(other);
        await target.OpenAsync(ct);
        await using (var make = new NpgsqlCommand(Sql.Script(script), target))
        {
            await make.ExecuteNonQueryAsync(ct);
        }

        await using (var rows = await source.BeginRawBinaryCopyAsync($"COPY (SELECT {columns} FROM tasks ORDER BY id) TO STDOUT (FORMAT BINARY)", ct))
        await using (var copy = await target.BeginRawBinaryCopyAsync("COPY tasks FROM STDIN (FORMAT BINARY)", ct))
        {
            await rows.CopyToAsync(copy, ct);
        }

        await Sql.ExecuteAsync(other, "SELECT setval(pg_get_serial_sequence('tasks', 'id'), max(id)) FROM tasks", ct);
    }

    internal static async Task<long> LastIdAsync(string database, CancellationToken ct) =>
        (long)(await Sql.ScalarAsync(database, "SELECT max(id) FROM tasks", ct))!;

    /// <summary>Removes what a scenario added and cleans up after its changes, so that the next one finds a table like the first.</summary>
    internal static async Task TidyAsync(string database, long lastSeeded, CancellationToken ct)
    {
        await Sql.ExecuteAsync(database, "DELETE FROM tasks WHERE id > @last", ct, new NpgsqlParameter("last", lastSeeded));
        await Sql.ExecuteAsync(database, "VACUUM (ANALYZE) tasks", ct);
    }
}
