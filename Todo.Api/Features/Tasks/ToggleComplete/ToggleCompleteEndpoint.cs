using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Todo.Api.Features.Recurrence;
using Todo.Api.Persistence;
using Todo.Api.Persistence.Entities;
using Todo.Api.Requests;
using Todo.Api.Responses;
using Todo.Api.Responses.Conditional;
using Todo.Api.Security;

namespace Todo.Api.Features.Tasks.ToggleComplete;

internal static class ToggleCompleteEndpoint
{
    internal static void MapToggleComplete(this RouteGroupBuilder tasks) =>
        tasks.MapPatch("/{task_id}/complete", HandleAsync).WithName("ToggleComplete");

    /// <summary>Complete or reopen a task</summary>
    /// <remarks>Without a body it toggles; with <c>{"completed": true}</c> it sets, which is safe to retry.</remarks>
    /// <response code="200">The task.</response>
    internal static async Task<Results<Ok<TaskResponse>, NotFound, ProblemResult>> HandleAsync(
        [FromRoute(Name = "task_id")] TaskId id, ToggleCompleteRequest request, IfMatch ifMatch, CurrentUser user, TodoDbContext db, TimeProvider clock,
        CancellationToken ct)
    {
        var now = clock.Now();
        var task = await db.SingleInStatementAsync<TaskItem>(
            $"""
            UPDATE tasks SET completed = coalesce({request.Completed.OrNull()}, NOT completed), updated_at = {now}
            WHERE user_id = {user.Id} AND id = {id.Value} AND deleted_at IS NULL AND lock_tasks_of({user.Id}) AND ({ifMatch.Versions}::bigint[] IS NULL OR version = ANY({ifMatch.Versions}::bigint[]))
                AND (recurrence IS NULL OR completed OR NOT {request.Completed.Or(true)})
            RETURNING *
            """, ct);

        // One of a series that this completes is left to what creates the next one, too.
        return task is not null ? TypedResults.Ok(TaskResponse.From(task)) : await db.ChangeInSeriesAsync(id, ifMatch, user, now, Change, ct);

        FieldErrors Change(TaskItem task)
        {
            task.Complete(request.Completed.Or(!task.Completed), now);
            return new FieldErrors();
        }
    }
}
