using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Todo.Api.Persistence;
using Todo.Api.Persistence.Entities;
using Todo.Api.Requests;
using Todo.Api.Security;

namespace Todo.Api.Features.Tasks.ToggleComplete;

internal static class ToggleCompleteEndpoint
{
    internal static void MapToggleComplete(this RouteGroupBuilder tasks) =>
        tasks.MapPatch("/{task_id}/complete", HandleAsync).WithName("ToggleComplete");

    /// <summary>Complete or reopen a task</summary>
    /// <remarks>Without a body it toggles; with <c>{"completed": true}</c> it sets, which is safe to retry.</remarks>
    /// <response code="200">The task.</response>
    internal static async Task<Results<Ok<TaskResponse>, NotFound>> HandleAsync(
        [FromRoute(Name = "task_id")] TaskId id, ToggleCompleteRequest request, CurrentUser user, TodoDbContext db, TimeProvider clock, CancellationToken ct)
    {
        // A clock that was set back does not set a task back.
        var completed = request.Completed.OrNull();
        var task = await db.SingleInStatementAsync<TaskItem>(
            $"""
            UPDATE tasks SET
                completed = coalesce({completed}, NOT completed),
                updated_at = CASE WHEN completed IS DISTINCT FROM {completed} THEN greatest({clock.Now()}, updated_at + interval '1 microsecond') ELSE updated_at END
            WHERE user_id = {user.Id} AND id = {id.Value}
            RETURNING *
            """, ct);

        return task is null ? TypedResults.NotFound() : TypedResults.Ok(TaskResponse.From(task));
    }
}
