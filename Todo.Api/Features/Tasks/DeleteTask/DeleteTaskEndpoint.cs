using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Todo.Api.Persistence;
using Todo.Api.Security;

namespace Todo.Api.Features.Tasks.DeleteTask;

internal static class DeleteTaskEndpoint
{
    private const string Statement = "DELETE FROM tasks WHERE user_id = $1 AND id = $2 RETURNING id";

    internal static void MapDeleteTask(this RouteGroupBuilder tasks) => tasks.MapDelete("/{task_id}", HandleAsync).WithName("DeleteTask");

    /// <summary>Delete a task</summary>
    /// <response code="204">The task is gone.</response>
    internal static async Task<Results<NoContent, NotFound>> HandleAsync(
        [FromRoute(Name = "task_id")] TaskId id, CurrentUser user, Database db, CancellationToken ct) =>
        await db.FirstAsync(Statement, [user.Id, id.Value], row => row.GetInt64(0), ct) == 0 ? TypedResults.NotFound() : TypedResults.NoContent();
}
