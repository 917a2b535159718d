using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Todo.Api.Persistence;
using Todo.Api.Persistence.Entities;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Persistence;

/// <summary>The log of changes, which the database keeps itself, no matter which program writes (docs/adr/0011).</summary>
public sealed class TaskChangesTests(TodoApi api)
{
    private const string NewTask = "INSERT INTO tasks (user_id, title, completed, priority, due_is_date, created_at, updated_at) VALUES ($1, 'by hand', false, 2, false, now(), now()) RETURNING id";

    private static readonly string[] Members =
        ["completed", "created_at", "deleted_at", "description", "due_at", "due_is_date", "priority", "title", "updated_at", "version"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_write_leaves_one_row_with_what_it_changed()
    {
        var ada = api.NewUser();
        var task = await ada.CreateAsync(new { title = "Buy milk", description = "two", due_date = "2026-12-01" });

        await ada.PatchAsync(task.Id(), """{"title":"Buy oat milk","description":null,"due_date":"2026-12-02T09:00:00.123456Z","priority":"low"}""");
        await ada.SendAsync(HttpMethod.Patch, $"tasks/{task.Id()}/complete");
        await ada.PatchAsync(task.Id(), """{"completed":false,"title":"Buy milk"}""");
        await ada.PatchAsync(task.Id(), "{}");
        await ada.DeleteAsync($"tasks/{task.Id()}");

        var changes = await ChangesAsync(ada.Id);
        Assert.Equal(
            [TaskChangeType.Created, TaskChangeType.Updated, TaskChangeType.Completed, TaskChangeType.Reopened, TaskChangeType.Deleted],
            changes.Select(change => change.Type));
        Assert.All(changes, change => Assert.Equal((ada.Id, task.Id()), (change.UserId, change.TaskId)));
        Assert.Equal(
            [
                null,
                """{"title": "Buy milk", "due_at": "2026-12-01T00:00:00", "priority": 2, "description": "two", "due_is_date": true}""",
                """{"completed": false}""",
                """{"title": "Buy oat milk", "completed": true}""",
                """{"deleted_at": null}""",
            ],
            changes.Select(change => change.Before));
        var states = changes.Select(change => JsonElement.Parse(change.After!)).ToArray();
        Assert.All(states, state => Assert.Equal(Members, state.EnumerateObject().Select(member => member.Name).Order()));
        Assert.Equal([1, 2, 3, 4, 5], states.Select(state => state.Version()));
        Assert.Equal("2026-12-02T09:00:00.123456", states[1].Text("due_at"));
        Assert.Equal(("Buy milk", "Buy oat milk"), (states[0].Text("title"), states[2].Text("title")));
        Assert.False(states[4].IsNull("deleted_at"));
    }

    [Fact]
    public async Task A_write_by_hand_counts_as_any_other()
    {
        var ada = api.NewUser();
        var before = await ada.CreateAsync("x");

        await ExecuteAsync($"SET timezone = 'America/New_York'; UPDATE tasks SET title = 'Straße', due_at = '0001-01-01T00:00:00Z' WHERE id = {before.Id()}");

        var after = await ada.GetAsync(before.Id());
        Assert.Equal(2, after.Version());
        Assert.True(after.Instant("updated_at") > before.Instant("updated_at"));
        Assert.Equal(["Straße"], await ada.TitlesAsync("?search=STRASSE"));
        var change = (await ChangesAsync(ada.Id))[^1];
        Assert.Equal("""{"title": "x", "due_at": null}""", change.Before);
        Assert.Equal("0001-01-01T00:00:00", JsonElement.Parse(change.After!).Text("due_at"));
    }

    [Theory]
    [InlineData("title = title")]
    [InlineData("updated_at = now() + interval '1 day'")]
    [InlineData("version = 99, completed = false")]
    public async Task A_write_by_hand_that_changes_nothing_leaves_nothing(string assignments)
    {
        var ada = api.NewUser();
        var before = await ada.CreateAsync("x");

        await ExecuteAsync($"UPDATE tasks SET {assignments} WHERE id = {before.Id()}");

        Assert.Equal(before.GetRawText(), (await ada.GetAsync(before.Id())).GetRawText());
        Assert.Single(await ChangesAsync(ada.Id));
    }

    [Fact]
    public async Task A_task_that_is_restored_is_as_it_was()
    {
        var ada = api.NewUser();
        var before = await ada.CreateAsync("x");
        await ada.DeleteAsync($"tasks/{before.Id()}");

        await ExecuteAsync($"UPDATE tasks SET deleted_at = NULL WHERE id = {before.Id()}");

        var after = await ada.GetAsync(before.Id());
        Assert.Equal(("x", 3L), (after.Text("title"), after.Version()));
        Assert.Equal(TaskChangeType.Restored, (await ChangesAsync(ada.Id))[^1].Type);
    }

    [Fact]
    public async Task The_texts_of_a_purged_task_leave_the_log_and_its_rows_stay()
    {
        var ada = api.NewUser();
        var kept = await ada.CreateIdAsync("kept");
        var id = await ada.CreateIdAsync("secret");
        await ada.PatchAsync(id, """{"title":"secret too"}""");

        await ExecuteAsync($"DELETE FROM tasks WHERE id = {id}");

        var changes = await ChangesAsync(ada.Id);
        Assert.Equal(
            [(kept, TaskChangeType.Created), (id, TaskChangeType.Created), (id, TaskChangeType.Updated), (id, TaskChangeType.Purged)],
            changes.Select(change => (change.TaskId, change.Type)));
        Assert.All(changes.Where(change => change.TaskId == id), change => Assert.Equal((null, null), (change.Before, change.After)));
        Assert.NotNull(changes[0].After);
    }

    [Fact]
    public async Task No_text_of_a_deleted_user_stays()
    {
        var ada = api.NewUser();
        await ada.CreateIdAsync("one");
        await ada.DeleteAsync($"tasks/{await ada.CreateIdAsync("two")}");

        await ExecuteAsync($"DELETE FROM users WHERE id = '{ada.Id}'");

        var changes = await ChangesAsync(ada.Id);
        Assert.Equal(2, changes.Count(change => change.Type == TaskChangeType.Purged));
        Assert.All(changes, change => Assert.Equal((null, null), (change.Before, change.After)));
    }

    [Fact]
    public async Task No_later_number_of_a_user_is_committed_before_an_earlier_one_and_no_other_user_waits()
    {
        var (ada, bob) = (api.NewUser(), api.NewUser());
        await ada.CreateIdAsync();
        await bob.CreateIdAsync();
        await using var database = api.Instance.Services.DataSource();
        await using var slow = await database.OpenConnectionAsync(Ct);
        await using var transaction = await slow.BeginTransactionAsync(Ct);
        await ExecuteAsync(slow, NewTask, ada.Id);

        // The other connection of the same user waits for its number; that of another user does not.
        await using var other = await database.OpenConnectionAsync(Ct);
        var waiting = ExecuteAsync(other, NewTask, ada.Id);
        await UntilWaitingAsync(other.ProcessID);
        await bob.CreateIdAsync();

        Assert.Equal(2, (await ChangesAsync(bob.Id)).Count);
        Assert.Single(await ChangesAsync(ada.Id));

        await ExecuteAsync(slow, NewTask, ada.Id);
        await transaction.CommitAsync(Ct);
        var last = await waiting;

        Assert.Equal(last, (await ChangesAsync(ada.Id))[^1].TaskId);
        Assert.Equal(4, (await ChangesAsync(ada.Id)).Count);
    }

    private async Task<List<TaskChange>> ChangesAsync(string userId)
    {
        using var scope = api.Instance.Services.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<TodoDbContext>();
        return await db.TaskChanges.OwnedBy(userId).OrderBy(change => change.Id).ToListAsync(Ct);
    }

    /// <summary>Asks, without a pause, until the server says that this connection waits for a lock.</summary>
    private async Task UntilWaitingAsync(int processId)
    {
        await using var ask = api.Instance.Services.DataSource().CreateCommand($"SELECT EXISTS (SELECT FROM pg_locks WHERE pid = {processId} AND locktype = 'advisory' AND NOT granted)");
        while (await ask.ExecuteScalarAsync(Ct) is false)
        {
            await Task.Yield();
        }
    }

    private static async Task<long> ExecuteAsync(NpgsqlConnection connection, string sql, string userId)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = userId } } };
        return (long)(await command.ExecuteScalarAsync(Ct))!;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = api.Instance.Services.DataSource().CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Ct);
    }
}
