using System.ComponentModel;
using System.Diagnostics;
using Npgsql;
using Todo.Api.Tests.Features.Changes;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Operations;

/// <summary>Copies that follow the changes, whatever happens on the other side.</summary>
public sealed class SyncTests(TodoApi api)
{
    private const string New = "INSERT INTO tasks (user_id, title, completed, priority, due_is_date, created_at, updated_at) SELECT $1, 'by hand' || cardinality($2), false, 2, false, now(), now()";

    // Each on a few of the tasks, in a transaction that has the lock of the user before (docs/adr/0015).
    private static readonly string[] Writes =
    [
        New,
        Some("UPDATE tasks SET title = 'renamed ' || random()::text", "deleted_at IS NULL"),
        Some("UPDATE tasks SET completed = NOT completed", "deleted_at IS NULL"),
        Some("UPDATE tasks SET deleted_at = now()", "deleted_at IS NULL AND random() < 0.5"),
        Some("UPDATE tasks SET deleted_at = NULL", "deleted_at IS NOT NULL"),
        Some("DELETE FROM tasks", "deleted_at IS NOT NULL AND random() < 0.3"),
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_copy_that_follows_the_changes_misses_none()
    {
        var connection = await api.Databases.CreateAsync();
        await using var one = await TodoApi.HostAsync(connection);
        await using var other = await TodoApi.HostAsync(connection);
        await using var database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection) { MaxPoolSize = 20 }.ConnectionString);
        var users = Enumerable.Range(0, 3).Select(_ => one.NewUser()).ToArray();
        foreach (var user in users)
        {
            await user.CreateIdAsync();
        }

        var writing = Task.WhenAll(users.SelectMany((user, i) => (Task[])
        [
            WriteAsync(user, new Random(i)),
            WriteAsync(other.NewUser(user.Id), new Random(10 + i)),
            WriteAsync(database, user.Id, new Random(20 + i), patience: TimeSpan.Zero),
            WriteAsync(database, user.Id, new Random(30 + i), patience: TimeSpan.FromMilliseconds(40)),
        ]));
        var following = users.Select(user => FollowAsync(user, writing)).ToArray();
        await writing;

        foreach (var (user, replica) in users.Zip(await Task.WhenAll(following)))
        {
            var list = await user.WalkAsync("tasks?limit=500");
            Assert.NotEmpty(list);
            Assert.Equal(list.OrderBy(task => task.Id()).Select(task => task.GetRawText()), replica.Tasks);
        }

        await using var written = database.CreateCommand("SELECT count(*) FROM task_changes");
        Assert.InRange((long)(await written.ExecuteScalarAsync(Ct))!, 2000, long.MaxValue);
    }

    [Fact]
    public async Task After_a_restore_a_token_works_or_is_expired()
    {
        var connection = await api.Databases.CreateAsync();
        var restored = await api.Databases.CreateEmptyAsync();
        string before, after;
        await using (var host = await TodoApi.HostAsync(connection))
        {
            var ada = host.NewUser("ada");
            before = (await ada.ChangesAsync()).Text("next")!;
            await ada.CreateIdAsync("dumped");
            before = (await ada.ChangesAsync(before)).Text("next")!;
            await ada.CreateIdAsync("dumped, too");
            await CopyAsync(connection, restored);
            await ada.CreateIdAsync("lost");
            after = (await ada.ChangesAsync(before)).Text("next")!;
        }

        await using var again = await TodoApi.HostAsync(restored);
        var user = again.NewUser("ada");
        Assert.Equal("dumped, too", Assert.Single((await user.ChangesAsync(before)).Changed()).Text("title"));
        (await user.GetAsync($"changes?since={after}")).ShouldBeProblem("SYNC_TOKEN_EXPIRED");

        // Now there is a row of the same number again, which is not the same.
        await user.CreateIdAsync("after the restore");
        (await user.GetAsync($"changes?since={after}")).ShouldBeProblem("SYNC_TOKEN_EXPIRED");
        Assert.Equal(["dumped, too", "after the restore"], (await user.ChangesAsync(before)).Changed().Select(task => task.Text("title")));
    }

    private static string Some(string write, string which) =>
        $"{write} WHERE user_id = $1 AND id IN (SELECT id FROM tasks WHERE user_id = $1 AND id = ANY($2) AND {which} ORDER BY random() LIMIT 3)";

    private static async Task WriteAsync(ApiUser user, Random random)
    {
        for (var i = 0; i < 60; i++)
        {
            var tasks = await user.ListAsync("?limit=20");
            var id = tasks.Length > 0 ? tasks[random.Next(tasks.Length)].Id() : 0;
            var answer = random.Next(6) switch
            {
                0 => await user.DeleteAsync($"tasks/{id}"),
                1 => await user.SendAsync(HttpMethod.Patch, $"tasks/{id}/complete"),
                2 => await user.SendAsync(HttpMethod.Patch, $"tasks/{id}", $$"""{"title":"renamed {{i}}"}"""),
                _ => await user.PostAsync(new { title = $"task {i}" }),
            };
            Assert.InRange(answer.Status(), 200, 404);
        }
    }

    /// <summary>Writes in transactions of several statements, each open for as long as it was told.</summary>
    private static async Task WriteAsync(NpgsqlDataSource database, string userId, Random random, TimeSpan patience)
    {
        await using var connection = await database.OpenConnectionAsync(Ct);
        for (var i = 0; i < 40; i++)
        {
            await using var transaction = await connection.BeginTransactionAsync(Ct);
            await ExecuteAsync(connection, "SELECT lock_tasks_of($1) WHERE $2 IS NOT NULL", userId, []);
            var tasks = (long[])(await ExecuteAsync(connection, "SELECT coalesce(array_agg(id), '{}') FROM tasks WHERE user_id = $1 AND id <> ALL($2)", userId, []))!;
            for (var n = random.Next(1, 15); n > 0; n--)
            {
                await ExecuteAsync(connection, Writes[random.Next(Writes.Length)], userId, tasks);
                await Task.Delay(random.Next(4) == 0 ? patience : TimeSpan.Zero, Ct);
            }

            await (random.Next(5) == 0 ? transaction.RollbackAsync(Ct) : transaction.CommitAsync(Ct));
        }
    }

    private static async Task<object?> ExecuteAsync(NpgsqlConnection connection, string sql, string userId, long[] ids)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = userId }, new() { Value = ids } } };
        return await command.ExecuteScalarAsync(Ct);
    }

    /// <summary>Follows the changes, a few at a time, until nothing is written any more and nothing is left.</summary>
    private static async Task<Replica> FollowAsync(ApiUser user, Task writing)
    {
        var random = new Random(user.Id.Length);
        var replica = await Replica.StartAsync(user);
        for (var isOver = false; !isOver;)
        {
            isOver = writing.IsCompleted;
            isOver &= !await replica.SyncAsync(random.Next(1, 30));
        }

        return replica;
    }

    private static async Task CopyAsync(string from, string to)
    {
        var dump = Path.Combine(Directory.CreateTempSubdirectory("todo-dump-").FullName, "todo.dump");
        try
        {
            await RunAsync(from, "pg_dump", "--format=custom", $"--file={dump}");
            await RunAsync(to, "pg_restore", "--exit-on-error", "--dbname=postgres://", dump);
        }
        catch (Win32Exception e) when (Environment.GetEnvironmentVariable("CI") != "true")
        {
            Assert.Skip($"PostgreSQL's client programs are needed: {e.Message}");
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(dump)!, recursive: true);
        }
    }

    private static async Task RunAsync(string connection, string program, params string[] arguments)
    {
        var database = new NpgsqlConnectionStringBuilder(connection);
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardError = true,
            Environment =
            {
                ["PGHOST"] = database.Host,
                ["PGPORT"] = $"{database.Port}",
                ["PGUSER"] = database.Username,
                ["PGPASSWORD"] = database.Password,
                ["PGDATABASE"] = database.Database,
            },
        })!;
        var errors = await process.StandardError.ReadToEndAsync(Ct);
        await process.WaitForExitAsync(Ct);
        Assert.True(process.ExitCode == 0, errors);
    }
}
