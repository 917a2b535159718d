using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Todo.Api.Persistence;
using Todo.Api.Requests;
using Todo.Api.Security;

namespace Todo.Api.Features.Tasks.ToggleComplete;

internal static class ToggleCompleteEndpoint
{
    private const string Statement =
        $"""
        UPDATE tasks
        SET completed = coalesce($3, NOT completed),
            updated_at = CASE WHEN completed IS DISTINCT FROM $3 THEN greatest($4, updated_at + interval '1 microsecond') ELSE updated_at END
        WHERE user_id = $1 AND id = $2
        RETURNING {TaskResponse.Columns}
        """;

    internal static void MapToggleComplete(this RouteGroupBuilder tasks) =>
        tasks.MapPatch("/{task_id}/complete", HandleAsync).WithName("ToggleComplete");

    /// <summary>Complete or reopen a task</summary>
    /// <remarks>Without a body it toggles; with <c>{"completed": true}</c> it sets, which is safe to retry.</remarks>
    /// <response code="200">The task.</response>
    internal static async Task<Results<Ok<TaskResponse>, NotFound>> HandleAsync(
        [FromRoute(Name = "task_id")] TaskId id, ToggleCompleteRequest request, CurrentUser user, Database db, TimeProvider clock, CancellationToken ct)
    {
        var task = await db.FirstAsync(Statement, [user.Id, id.Value, request.Completed.OrNull(), clock.Now()], TaskResponse.Of(user), ct);

        return task is null ? TypedResults.NotFound() : TypedResults.Ok(task);
    }
}
