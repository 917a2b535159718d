using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Todo.Api.Persistence;
using Todo.Api.Persistence.Connection;
using Todo.Api.Persistence.Entities;
using Todo.Api.Responses;
using Todo.Api.Responses.Conditional;
using Todo.Api.Security;

namespace Todo.Api.Features.Tasks.MoveTask;

internal static class MoveTaskEndpoint
{
    internal static void MapMoveTask(this RouteGroupBuilder tasks) =>
        tasks.MapPost("/{task_id}/move", HandleAsync).WithName("MoveTask").AnswerConstraints();

    /// <summary>Move a task</summary>
    /// <remarks>
    /// In the order by hand, which <c>sort=position</c> lists: right behind another task (<c>after</c>) or right before it (<c>before</c>). With <c>"after": null</c> it becomes
    /// the first of all, with <c>"before": null</c> the last. There is one order for all lists; <c>list_id</c> puts the task into another one at the same time, or alone.
    /// A task that stands there already is not changed.
    /// </remarks>
    /// <response code="200">The task as it is now.</response>
    internal static async Task<Results<Ok<TaskResponse>, NotFound, ProblemResult>> HandleAsync(
        [FromRoute(Name = "task_id")] TaskId id, MoveTaskRequest request, IfMatch ifMatch, CurrentUser user, TodoDbContext db, TimeProvider clock,
        CancellationToken ct)
    {
        // An Idempotency-Key has begun a transaction already.
        await using var own = db.Database.CurrentTransaction is null ? await WholeTransaction.BeginAsync(db, ct) : null;

        // What is asked from here on stays so until the end: all other writes of the user wait.
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

        var position = TaskPosition.From(task.MovedTo, task.Id);
        if (request.IsInOrder && await FindPositionAsync(task, request, user, db, ct) is var (found, problem))
        {
            if (problem is not null)
            {
                var errors = new FieldErrors();
                errors.Add(request.AnchorName, problem);
                return ProblemResult.Invalid(errors);
            }

            position = found;
        }

        var isMoved = position != TaskPosition.From(task.MovedTo, task.Id);
        var moved = await db.SingleInStatementAsync<TaskItem>(
            $"""
            UPDATE tasks SET
                moved_to = CASE WHEN {isMoved} THEN {position} ELSE moved_to END,
                list_id = CASE WHEN {request.ListId.IsPresent} THEN {request.ListId.Value} ELSE list_id END,
                updated_at = {clock.Now()}
            WHERE user_id = {user.Id} AND id = {id.Value} AND deleted_at IS NULL AND lock_tasks_of({user.Id})
            RETURNING *
            """, ct);

        if (own is not null)
        {
            await own.CommitAsync(ct);
        }

        return TypedResults.Ok(TaskResponse.From(moved!));
    }

    /// <summary>A position next to the task that was named, or at an end; or what is wrong with what was named.</summary>
    private static async Task<(string Position, string? Problem)> FindPositionAsync(
        TaskItem task, MoveTaskRequest request, CurrentUser user, TodoDbContext db, CancellationToken ct)
    {
        if (request.Anchor == task.Id)
        {
            return ("", "must be another task");
        }

        var isBehind = request.After.IsPresent;
        var anchor = request.Anchor is { } other ? await db.Tasks.OwnedBy(user.Id).Where(candidate => candidate.Id == other).Select(TaskOrder.Position).FirstOrDefaultAsync(ct) : null;
        if (request.Anchor is not null && anchor is null)
        {
            return ("", "must be one of your tasks");
        }

        // The next one on the other side. What is in the trash keeps its place, and comes back to it.
        var next = (await NextAsync(db.Tasks.OwnedBy(user.Id)), await NextAsync(db.Tasks.OwnedBy(user.Id).IgnoreQueryFilters().Where(candidate => candidate.DeletedAt != null)));
        if (next.Item1 == TaskPosition.From(task.MovedTo, task.Id))
        {
            return (next.Item1, null);
        }

        var nearest = new[] { next.Item1, next.Item2 }.OfType<string>().Order(StringComparer.Ordinal);
        var position = isBehind
            ? TaskPosition.Between(anchor, nearest.FirstOrDefault(), isBehind)
            : TaskPosition.Between(nearest.LastOrDefault(), anchor, isBehind);
        return (position, position.Length > TaskPosition.MaxLength ? "has no room left on that side; move it first, and then this one" : null);

        Task<string?> NextAsync(IQueryable<TaskItem> tasks) =>
            (anchor is null ? tasks : tasks.Beyond(() => anchor, isBehind)).InOrder(isBehind).Select(TaskOrder.Position).FirstOrDefaultAsync(ct);
    }
}
