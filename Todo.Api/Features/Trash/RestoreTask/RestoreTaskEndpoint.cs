using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Todo.Api.Features.Tasks;
using Todo.Api.Persistence;
using Todo.Api.Persistence.Entities;
using Todo.Api.Security;

namespace Todo.Api.Features.Trash.RestoreTask;

internal static class RestoreTaskEndpoint
{
    internal static void MapRestoreTask(this RouteGroupBuilder trash) => trash.MapPost("/{task_id}/restore", HandleAsync).WithName("RestoreTask");

    /// <summary>Restore a task</summary>
    /// <remarks>It leaves the trash and is as it was, with its `id` and what was below it. A list or parent that is gone by now is null. A task that is not in the trash is a 404.</remarks>
    /// <response code="200">The task.</response>
    internal static async Task<Results<Ok<TaskResponse>, NotFound>> HandleAsync(
        [FromRoute(Name = "task_id")] TaskId id, CurrentUser user, TodoDbContext db, TimeProvider clock, CancellationToken ct)
    {
        var task = await db.SingleInStatementAsync<TaskItem>(
            $"""
            UPDATE tasks SET deleted_at = NULL, updated_at = {clock.Now()}
            WHERE user_id = {user.Id} AND id = {id.Value} AND deleted_at IS NOT NULL AND lock_tasks_of({user.Id})
            RETURNING *
            """, ct);

        return task is null ? TypedResults.NotFound() : TypedResults.Ok(TaskResponse.From(task));
    }
}
