using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Todo.Api.Tests.Support;
using Todo.Api.Tests.Wire;

namespace Todo.Api.Tests.Features.Reminders;

/// <summary>Reminders ring on the stream of events: once, whichever instances there are, and after a restart.</summary>
public sealed class RingReminderTests(TodoApi api) : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UtcNow;

    private readonly FakeClock _clock = new(Start);
    private string _connection = "";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _connection = await api.Databases.CreateAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_reminder_rings_once_on_the_streams_of_all_instances()
    {
        await using var one = await TodoApi.StartAsync(_connection, _clock);
        await using var other = await TodoApi.StartAsync(_connection, _clock);
        var ada = one.NewUser("ada");
        var task = await ada.CreateAsync(new { title = "call", due_date = In(40), reminders = new object[] { new { before_minutes = 30 }, new { at = In(10) } } });
        await using var first = await EventStream.OpenAsync(ada.Client);
        await using var second = await EventStream.OpenAsync(other.NewUser("ada").Client);

        _clock.Advance(TimeSpan.FromMinutes(10));

        var rung = (await first.NextAsync())!;
        Assert.Equal(["type", "task_id", "at", "task"], rung.Data.EnumerateObject().Select(member => member.Name));
        Assert.Equal(("task.reminder", "task.reminder", task.Id()), (rung.Type, rung.Data.Text("type"), rung.TaskId));
        Assert.Equal(task.GetRawText(), rung.Data.GetProperty("task").GetRawText());
        Assert.Equal((rung.Type, rung.TaskId), Kind(await second.NextAsync()));

        // Whatever is still to come, comes before the next task.
        _clock.Advance(TimeSpan.FromSeconds(1));
        var next = await ada.CreateIdAsync();
        Assert.Equal(("task.created", next), Kind(await first.NextAsync()));
        Assert.Equal(("task.created", next), Kind(await second.NextAsync()));
    }

    [Fact]
    public async Task A_reminder_is_an_event_to_go_on_from_and_neither_a_change_nor_history()
    {
        await using var instance = await TodoApi.StartAsync(_connection, _clock);
        var ada = instance.NewUser("ada");
        var id = (await ada.CreateAsync(new { title = "call", reminders = new[] { new { at = In(1) } } })).Id();
        await using var stream = await EventStream.OpenAsync(ada.Client);
        using var before = await ada.Client.GetAsync("changes", Ct);

        _clock.Advance(TimeSpan.FromMinutes(1));
        var rung = (await stream.NextAsync())!;
        using var changes = await ada.Client.GetAsync($"changes?since={(await before.JsonAsync()).Text("next")}", Ct);

        Assert.Empty((await changes.JsonAsync()).GetProperty("changed").EnumerateArray());
        Assert.Equal("task.created", Assert.Single(await ada.HistoryAsync(id)).Text("type"));
        Assert.Equal(1, (await ada.GetAsync(id)).Version());
        await using var again = await EventStream.OpenAsync(ada.Client, rung.Id);
        var next = await ada.CreateIdAsync();
        Assert.Equal(("task.created", next), Kind(await again.NextAsync()));
    }

    [Fact]
    public async Task What_is_completed_trashed_past_or_taken_away_does_not_ring()
    {
        await using var instance = await TodoApi.StartAsync(_connection, _clock);
        var ada = instance.NewUser("ada");
        var reminders = new[] { new { at = In(10) } };
        var completed = (await ada.CreateAsync(new { title = "completed", reminders })).Id();
        await ada.PatchAsync(completed, new { completed = true });
        await ada.CreateAsync(new { title = "completed from the start", completed = true, reminders });
        await ada.DeleteAsync((await ada.CreateAsync(new { title = "trashed", reminders })).Id());
        var without = (await ada.CreateAsync(new { title = "taken away", reminders })).Id();
        await ada.PatchAsync(without, new { reminders = Array.Empty<object>() });
        var later = (await ada.CreateAsync(new { title = "due later", due_date = In(20), reminders = new[] { new { before_minutes = 10 } } })).Id();
        await ada.PatchAsync(later, new { due_date = In(500) });
        await ada.CreateAsync(new { title = "past", due_date = In(5), reminders = new object[] { new { before_minutes = 10 }, new { at = In(-1) } } });
        var reopened = (await ada.CreateAsync(new { title = "reopened", completed = true, reminders })).Id();
        await ada.PatchAsync(reopened, new { completed = false });
        await using var stream = await EventStream.OpenAsync(ada.Client);

        _clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(("task.reminder", reopened), Kind(await stream.NextAsync()));
        var next = await ada.CreateIdAsync();
        Assert.Equal(("task.created", next), Kind(await stream.NextAsync()));
        Assert.Equal(1L, await ExecuteAsync("SELECT count(*) FROM task_changes WHERE type = 8"));
    }

    [Fact]
    public async Task A_new_due_date_arms_again()
    {
        await using var instance = await TodoApi.StartAsync(_connection, _clock);
        var ada = instance.NewUser("ada");
        var id = (await ada.CreateAsync(new { title = "call", due_date = In(15), reminders = new[] { new { before_minutes = 10 } } })).Id();
        await using var stream = await EventStream.OpenAsync(ada.Client);
        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(("task.reminder", id), Kind(await stream.NextAsync()));

        await ada.PatchAsync(id, new { due_date = In(30) });
        _clock.Advance(TimeSpan.FromMinutes(15));

        Assert.Equal(["task.updated", "task.reminder"], (await stream.TakeAsync(2)).Select(e => e.Type));
    }

    [Theory]
    [InlineData("UTC", 0)]
    [InlineData("Asia/Tokyo", 9)]
    [InlineData("America/Phoenix", -7)]
    public async Task Minutes_before_a_date_count_from_its_midnight_where_the_task_is(string zone, int offset)
    {
        await using var instance = await TodoApi.StartAsync(_connection, _clock);
        var ada = instance.NewUser("ada");
        var midnight = new DateTimeOffset(Start.Date.AddDays(2), TimeSpan.FromHours(offset));
        var minutes = (int)(midnight - Start).TotalMinutes - 10;
        var dueDate = midnight.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var id = (await ada.CreateAsync(new { title = "call", due_date = dueDate, time_zone = zone, reminders = new[] { new { before_minutes = minutes } } })).Id();
        await using var stream = await EventStream.OpenAsync(ada.Client);

        _clock.Advance(TimeSpan.FromMinutes(9));
        await ada.PatchAsync(id, new { title = "not yet" });
        _clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(["task.updated", "task.reminder"], (await stream.TakeAsync(2)).Select(e => e.Type));
    }

    [Theory]
    [InlineData(23, 1)]
    [InlineData(25, 0)]
    public async Task After_a_restart_it_rings_up_to_a_day_late(int hours, long rung)
    {
        // The first instance is of the past, and goes before the reminder is due.
        string token;
        await using (var gone = await TodoApi.StartAsync(_connection, new FakeClock(Start.AddHours(-hours).AddMinutes(-1))))
        {
            var user = gone.NewUser("ada");
            await user.CreateAsync(new { title = "call", reminders = new[] { new { at = Start.AddHours(-hours) } } });
            using var changes = await user.Client.GetAsync("changes", Ct);
            token = (await changes.JsonAsync()).Text("next")!;
        }

        await using var instance = await TodoApi.StartAsync(_connection, _clock);
        var ada = instance.NewUser("ada");
        await UntilAsync("SELECT count(*) = 0 FROM pending_reminders");

        Assert.Equal(rung, await ExecuteAsync("SELECT count(*) FROM task_changes WHERE type = 8"));
        var next = await ada.CreateIdAsync();
        await using var stream = await EventStream.OpenAsync(ada.Client, query: $"?since={token}");
        var events = await stream.TakeAsync((int)rung + 1);
        Assert.Equal([.. Enumerable.Repeat("task.reminder", (int)rung), "task.created"], events.Select(e => e.Type));
        Assert.Equal(next, events[^1].TaskId);
    }

    [Fact]
    public async Task Many_reminders_of_many_users_ring_once_each_with_instances_that_start_at_the_same_time()
    {
        await using (var first = await TodoApi.StartAsync(_connection, _clock))
        {
            await first.NewUser("ada").CreateIdAsync();
        }

        await ExecuteAsync(
            """
            INSERT INTO users (id, created_at) SELECT 'user' || i, now() FROM generate_series(1, 150) i;
            INSERT INTO tasks (user_id, title, completed, priority, due_is_date, reminders, created_at, updated_at)
            SELECT 'user' || least(150, i % 400 + 1), 'x', false, 2, false, jsonb_build_array(jsonb_build_object('at', now() - interval '1 minute')), now() - interval '1 hour', now() - interval '1 hour'
            FROM generate_series(1, 1200) i
            """);

        // One user is busy: the others do not wait for them.
        await using var busy = NpgsqlDataSource.Create(_connection);
        await using var connection = await busy.OpenConnectionAsync(Ct);
        await using var transaction = await connection.BeginTransactionAsync(Ct);
        await using var write = new NpgsqlCommand("UPDATE tasks SET title = 'y' WHERE user_id = 'user1'", connection, transaction);
        await write.ExecuteNonQueryAsync(Ct);

        var instances = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => TodoApi.StartAsync(_connection)));
        try
        {
            await UntilAsync("SELECT count(*) = 0 FROM pending_reminders WHERE user_id <> 'user1'");
            await transaction.CommitAsync(Ct);
            await UntilAsync("SELECT count(*) = 0 FROM pending_reminders");
            Assert.Equal(1200L, await ExecuteAsync("SELECT count(*) FROM task_changes WHERE type = 8"));
            Assert.Equal(1200L, await ExecuteAsync("SELECT count(DISTINCT task_id) FROM task_changes WHERE type = 8"));
            Assert.Equal(3L, await ExecuteAsync("SELECT count(*) FROM task_changes WHERE type = 8 AND user_id = 'user1' AND after ->> 'title' = 'y'"));
        }
        finally
        {
            foreach (var instance in instances)
            {
                await instance.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task An_instance_that_does_not_write_asks_nothing_until_the_next_reminder_is_due()
    {
        using var looks = new Looks(new NpgsqlConnectionStringBuilder(_connection).Database!);
        await using var instance = await TodoApi.StartAsync(_connection, _clock);
        var ada = instance.NewUser("ada");
        var id = (await ada.CreateAsync(new { title = "call", reminders = new[] { new { at = In(40) } } })).Id();
        await using var stream = await EventStream.OpenAsync(ada.Client);

        // For a while after the write it does.
        for (int quiet = 0, rounds = 0; quiet < 20; rounds++)
        {
            Assert.InRange(rounds, 0, 1000);
            var before = looks.Count;
            _clock.Advance(TimeSpan.FromSeconds(1));
            await ada.GetAsync(id);
            quiet = looks.Count == before ? quiet + 1 : 0;
        }

        _clock.Advance(TimeSpan.FromMinutes(40));
        Assert.Equal(("task.reminder", id), Kind(await stream.NextAsync()));
    }

    private static (string Type, long TaskId) Kind(Event? e) => (e!.Type, e.TaskId);

    private static string In(int minutes) => Start.AddMinutes(minutes).ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);

    private async Task UntilAsync(string isSo)
    {
        while (await ExecuteAsync(isSo) is not true)
        {
            await Task.Delay(20, Ct);
        }
    }

    private async Task<object?> ExecuteAsync(string sql)
    {
        await using var database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_connection) { Pooling = false }.ConnectionString);
        await using var command = database.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Ct);
    }

    /// <summary>Counts how often a database is asked for its next reminder, as Npgsql tells of each command.</summary>
    private sealed class Looks : IDisposable
    {
        private readonly ActivityListener _listener;
        private int _count;

        internal Looks(string database)
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == "Npgsql",
                Sample = (ref _) => ActivitySamplingResult.AllData,
                ActivityStopped = command =>
                {
                    var tags = command.Tags.Select(tag => tag.Value).OfType<string>().ToArray();
                    if (Array.Exists(tags, tag => tag.Contains(database, StringComparison.Ordinal)) && Array.Exists(tags, tag => tag.StartsWith("SELECT min(", StringComparison.Ordinal)))
                    {
                        Interlocked.Increment(ref _count);
                    }
                },
            };
            ActivitySource.AddActivityListener(_listener);
        }

        internal int Count => Volatile.Read(ref _count);

        public void Dispose() => _listener.Dispose();
    }
}
