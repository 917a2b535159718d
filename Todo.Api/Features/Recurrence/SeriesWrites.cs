using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Todo.Api.Features.Tasks;
using Todo.Api.Persistence;
using Todo.Api.Persistence.Connection;
using Todo.Api.Persistence.Entities;
using Todo.Api.Responses;
using Todo.Api.Responses.Conditional;
using Todo.Api.Security;

namespace Todo.Api.Features.Recurrence;

/// <summary>Writes to tasks of a series that take more than one statement: in one transaction, while nothing else writes tasks of the user.</summary>
internal static class SeriesWrites
{
    /// <summary>Changes a task. If that completes one of a series, the next one is created with it.</summary>
    /// <param name="db">The database.</param>
    /// <param name="id">The task.</param>
    /// <param name="ifMatch">The versions of which it must have one.</param>
    /// <param name="user">Whose it is.</param>
    /// <param name="now">The time.</param>
    /// <param name="change">Changes the task in memory, and says what is wrong with it then.</param>
    /// <param name="ct">Ends the waiting.</param>
    internal static async Task<Results<Ok<TaskResponse>, NotFound, ProblemResult>> ChangeInSeriesAsync(
        this TodoDbContext db, TaskId id, IfMatch ifMatch, CurrentUser user, DateTime now, Func<TaskItem, FieldErrors> change, CancellationToken ct)
    {
        await using var own = await BeginAsync(db, ct);
        var task = await db.SingleInStatementAsync<TaskItem>(
            $"SELECT * FROM tasks WHERE user_id = {user.Id} AND id = {id.Value} AND deleted_at IS NULL AND lock_tasks_of({user.Id}) FOR UPDATE", ct);
        if (task is null)
        {
            return TypedResults.NotFound();
        }

        if (!ifMatch.Matches(task.Version))
        {
            return new ProblemResult(ApiError.PreconditionFailed, current: TaskResponse.From(task));
        }

        db.Attach(task);
        var wasCompleted = task.Completed;
        if (change(task) is { Any: true } errors)
        {
            return ProblemResult.Invalid(errors);
        }

        return TypedResults.Ok(await SaveAsync(db, own, task, createNext: !wasCompleted, user, now, ct));
    }

    /// <summary>Creates a task that is completed already, and with it the next one of its series.</summary>
    internal static async Task<TaskResponse> CreateInSeriesAsync(this TodoDbContext db, TaskItem task, CurrentUser user, CancellationToken ct)
    {
        await using var own = await BeginAsync(db, ct);
        await db.AddUserIfMissingAsync(user.Id, task.CreatedAt, ct);
        db.Add(task);
        return await SaveAsync(db, own, task, createNext: true, user, task.CreatedAt, ct);
    }

    /// <summary>Creates the next task of a series when one was completed, unless that happened before. The task itself is left to be saved.</summary>
    internal static async Task CreateNextAsync(this TodoDbContext db, TaskItem task, CurrentUser user, DateTime now, CancellationToken ct)
    {
        if (!task.Completed || task.NextTaskId is not null || Series.From(task)?.Next(now) is not { } dueDate)
        {
            return;
        }

        // Not along with the next one, whose id it is to have: that and its completion are one change.
        db.Entry(task).State = EntityState.Detached;
        var next = task.CreateNext(dueDate, now);
        db.Add(next);
        await db.SaveChangesAsync(ct);
        await CopySubtasksAsync(db, task, next, user, now, ct);
        task.Link(next);
        db.Update(task);
    }

    /// <summary>Copies what is below a task, level by level, in the order by hand. A subtask with a series of its own comes along as it is now: once.</summary>
    private static async Task CopySubtasksAsync(TodoDbContext db, TaskItem from, TaskItem to, CurrentUser user, DateTime now, CancellationToken ct)
    {
        var parents = new Dictionary<long, long> { [from.Id] = to.Id };
        while (parents.Count > 0)
        {
            var ids = parents.Keys.ToArray();
            var subtasks = await db.Tasks.OwnedBy(user.Id).Where(task => ids.Contains(task.ParentId!.Value) && task.NextTaskId == null).ToListAsync(ct);
            var copies = subtasks.OrderBy(task => TaskPosition.From(task.MovedTo, task.Id), StringComparer.Ordinal)
                .Select(task => (task.Id, Copy: task.Copy(parents[task.ParentId!.Value], now))).ToList();
            db.AddRange(copies.Select(pair => pair.Copy));
            await db.SaveChangesAsync(ct);
            parents = copies.ToDictionary(pair => pair.Id, pair => pair.Copy.Id);
        }
    }

    /// <summary>There may be a transaction already: an Idempotency-Key keeps the answer in it.</summary>
    private static async Task<WholeTransaction?> BeginAsync(TodoDbContext db, CancellationToken ct) =>
        db.Database.CurrentTransaction is null ? await WholeTransaction.BeginAsync(db, ct) : null;

    private static async Task<TaskResponse> SaveAsync(
        TodoDbContext db, WholeTransaction? own, TaskItem task, bool createNext, CurrentUser user, DateTime now, CancellationToken ct)
    {
        if (createNext)
        {
            await db.CreateNextAsync(task, user, now, ct);
        }

        await db.SaveChangesAsync(ct);

        // Its version and its times are the trigger's.
        var saved = await db.Tasks.OwnedBy(user.Id).Where(saved => saved.Id == task.Id).Select(TaskResponse.Projection).SingleAsync(ct);
        if (own is not null)
        {
            await own.CommitAsync(ct);
        }

        return saved;
    }
}
