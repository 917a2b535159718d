using Microsoft.EntityFrameworkCore;
using Todo.Api.Persistence;
using Todo.Api.Persistence.Connection;

namespace Todo.Api.Features.Trash;

/// <summary>
/// Purges what has been in the trash for too long, and shortens the log of changes to the same time. Each instance does it, in small steps that wait for
/// no lock: what another instance or a request has in its hands is left to it, or to the next time.
/// </summary>
internal sealed partial class TrashCleaning(IServiceScopeFactory scopes, TrashSettings settings, TimeProvider clock, ILogger<TrashCleaning> logger) : BackgroundService
{
    private const int StepRows = 500;
    private const int StepUsers = 500;

    /// <summary>So often that a first attempt may fail, and what is too old is gone within the hour still.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(25);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        do
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await CleanAsync(scope.ServiceProvider.GetRequiredService<TodoDbContext>(), stoppingToken);
            }
            catch (Exception exception) when (DatabaseErrors.IsOutage(exception))
            {
                LogAway(Period.TotalMinutes, exception.GetBaseException().Message);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // A bug, which is no reason to stop serving.
                LogFailed(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task CleanAsync(TodoDbContext db, CancellationToken ct)
    {
        if ((await db.Database.GetPendingMigrationsAsync(ct)).Any())
        {
            // The tables are not there yet; readiness tells of it.
            return;
        }

        var limit = clock.Now() - settings.Kept;
        var (tasks, changes) = (await PurgeTasksAsync(db, limit, ct), await DeleteChangesAsync(db, limit, ct));
        if (tasks + changes > 0)
        {
            LogCleaned(tasks, changes, settings.Kept.TotalDays);
        }
    }

    private static async Task<int> PurgeTasksAsync(TodoDbContext db, DateTime limit, CancellationToken ct)
    {
        var (total, last) = (0, "");
        while (last is not null)
        {
            var users = await db.Database.SqlQuery<string>(
                $"""SELECT DISTINCT user_id AS "Value" FROM tasks WHERE deleted_at < {limit} AND user_id > {last} ORDER BY 1 LIMIT {StepUsers}""").ToListAsync(ct);
            foreach (var user in users)
            {
                total += await PurgeTasksAsync(db, user, limit, ct);
            }

            last = users.Count == StepUsers ? users[^1] : null;
        }

        return total;
    }

    /// <summary>With the user's lock before any row, as all who write tasks; a user whose tasks are being written can wait for the next time.</summary>
    private static async Task<int> PurgeTasksAsync(TodoDbContext db, string userId, DateTime limit, CancellationToken ct)
    {
        for (var total = 0; ;)
        {
            var purged = await db.Database.ExecuteSqlAsync(
                $"""
                DELETE FROM tasks WHERE user_id = {userId} AND id = ANY(ARRAY(
                    SELECT id FROM tasks WHERE user_id = {userId} AND deleted_at < {limit} AND try_lock_tasks_of({userId})
                    ORDER BY deleted_at LIMIT {StepRows} FOR UPDATE SKIP LOCKED))
                """, ct);
            total += purged;
            if (purged < StepRows)
            {
                return total;
            }
        }
    }

    private static async Task<int> DeleteChangesAsync(TodoDbContext db, DateTime limit, CancellationToken ct)
    {
        var (total, last) = (0, "");
        while (last is not null)
        {
            // A user's changes are numbered in the order of time, and the last of the old ones stays: a client may go on from there. So a user
            // has something to delete if the second change is old: two rows of an index, however long the log is.
            // What is left of users who were deleted by hand holds no texts, and stays.
            var users = await db.Users.Where(user => string.Compare(user.Id, last) > 0).OrderBy(user => user.Id).Take(StepUsers)
                .Select(user => new { user.Id, IsDue = db.TaskChanges.Where(change => change.UserId == user.Id).OrderBy(change => change.Id).Skip(1).Take(1).Any(change => change.At < limit) })
                .ToListAsync(ct);
            foreach (var user in users.Where(user => user.IsDue))
            {
                total += await DeleteChangesAsync(db, user.Id, limit, ct);
            }

            last = users.Count == StepUsers ? users[^1].Id : null;
        }

        return total;
    }

    private static async Task<int> DeleteChangesAsync(TodoDbContext db, string userId, DateTime limit, CancellationToken ct)
    {
        for (var total = 0; ;)
        {
            // The newest old one among the first of them, and all before it.
            var deleted = await db.Database.ExecuteSqlAsync(
                $"""
                DELETE FROM task_changes WHERE user_id = {userId} AND id = ANY(ARRAY(
                    SELECT id FROM task_changes WHERE user_id = {userId} AND id < (
                        SELECT max(id) FROM (SELECT id, at FROM task_changes WHERE user_id = {userId} ORDER BY id LIMIT {StepRows + 1}) AS oldest WHERE at < {limit})
                    FOR UPDATE SKIP LOCKED))
                """, ct);
            total += deleted;
            if (deleted < StepRows)
            {
                return total;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Older than {Days} days and removed: {Tasks} tasks in the trash, {Changes} changes in the log")]
    private partial void LogCleaned(int tasks, int changes, double days);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The trash could not be cleaned; it is tried again in {Minutes} minutes: {Reason}")]
    private partial void LogAway(double minutes, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The trash could not be cleaned")]
    private partial void LogFailed(Exception exception);
}
