using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Todo.Api.Persistence;
using Todo.Api.Security;

namespace Todo.Api.Features.Tasks.DeleteTask;

internal static class DeleteTaskEndpoint
{
    internal static void MapDeleteTask(this RouteGroupBuilder tasks) => tasks.MapDelete("/{task_id}", HandleAsync).WithName("DeleteTask");

    /// <summary>Delete a task</summary>
    /// <remarks>The answer has no body. A task that is already gone is a 404.</remarks>
    /// <response code="204">The task is gone.</response>
    internal static async Task<Results<NoContent, NotFound>> HandleAsync(
        [FromRoute(Name = "task_id")] TaskId id, CurrentUser user, TodoDbContext db, CancellationToken ct)
    {
        var deleted = await db.Tasks.OwnedBy(user.Id).Where(task => task.Id == id.Value).ExecuteDeleteAsync(ct);

        return deleted == 0 ? TypedResults.NotFound() : TypedResults.NoContent();
    }
}
