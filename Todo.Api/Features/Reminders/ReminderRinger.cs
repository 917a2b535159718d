using Microsoft.EntityFrameworkCore;
using Todo.Api.Persistence;
using Todo.Api.Persistence.Connection;
using Todo.Api.Persistence.Entities;

namespace Todo.Api.Features.Reminders;

/// <summary>
/// Rings reminders when they are due: appends them to the log of changes, where the streams of all instances find them. Each instance does it, and the one that
/// takes a reminder out of the table in the same transaction is the one that rings it.
/// </summary>
/// <remarks>
/// It knows when the next one is due and asks for nothing until then, but for a while after each write of this instance: so an idle database is left alone.
/// </remarks>
internal sealed partial class ReminderRinger(IServiceScopeFactory scopes, RecentWrites writes, TimeProvider clock, ILogger<ReminderRinger> log) : BackgroundService
{
    private const int StepReminders = 500;
    private const int StepUsers = 100;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>What is later than this is dropped without ringing.</summary>
    private static readonly TimeSpan MaxLateness = TimeSpan.FromDays(1);

    /// <summary>So often it asks in any case: another instance may have gone before its reminders were due.</summary>
    private static readonly TimeSpan MaxSilence = TimeSpan.FromMinutes(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        var next = DateTime.MinValue;
        var isAway = false;
        do
        {
            if (!writes.Any() && clock.Now() < next)
            {
                continue;
            }

            try
            {
                await using var scope = scopes.CreateAsyncScope();
                next = await RingAsync(scope.ServiceProvider.GetRequiredService<TodoDbContext>(), stoppingToken);
                isAway = false;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // One line for all of an outage; what is no outage is a bug, which ends neither the ringing nor the process.
                if (!isAway)
                {
                    LogWaiting(exception.GetBaseException().Message, DatabaseErrors.IsOutage(exception) ? null : exception);
                }

                isAway = true;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Rings all that is due; answers when to ask again.</summary>
    private async Task<DateTime> RingAsync(TodoDbContext db, CancellationToken ct)
    {
        var now = clock.Now();
        var first = await db.PendingReminders.MinAsync(reminder => (DateTime?)reminder.RingsAt, ct);
        while (first <= now && await RingOfOneUserAsync(db, now, ct))
        {
        }

        return first is { } at && at < now + MaxSilence ? at : now + MaxSilence;
    }

    /// <summary>One user at a time, with their lock before any row, as all who write tasks; a user whose tasks are being written can wait for the next time.</summary>
    private static async Task<bool> RingOfOneUserAsync(TodoDbContext db, DateTime now, CancellationToken ct)
    {
        var (transaction, users) = await WholeTransaction.BeginAsync(
            db,
            deadline => db.Database.SqlQuery<string>(
                $"""
                SELECT user_id AS "Value" FROM (SELECT DISTINCT user_id FROM pending_reminders WHERE rings_at <= {now} LIMIT {StepUsers}) AS due
                WHERE try_lock_tasks_of(user_id) LIMIT 1
                """).ToListAsync(deadline),
            ct);
        await using (transaction)
        {
            if (users is not [var user])
            {
                return false;
            }

            await db.Database.ExecuteSqlAsync(
                $"""
                WITH due AS (
                    DELETE FROM pending_reminders WHERE user_id = {user} AND (task_id, rings_at) IN (
                        SELECT task_id, rings_at FROM pending_reminders WHERE user_id = {user} AND rings_at <= {now} ORDER BY rings_at LIMIT {StepReminders})
                    RETURNING task_id, rings_at)
                INSERT INTO task_changes (user_id, task_id, type, after)
                SELECT user_id, id, {(short)TaskChangeType.Reminder}, task_snapshot(tasks) FROM due JOIN tasks ON user_id = {user} AND id = task_id
                WHERE rings_at > {now - MaxLateness} AND deleted_at IS NULL
                ORDER BY rings_at
                """, ct);
            await transaction.CommitAsync(ct);
            return true;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Reminders wait for the database: {Reason}")]
    private partial void LogWaiting(string reason, Exception? exception);
}
