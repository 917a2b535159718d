using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Todo.Api.Features.Tasks;
using Todo.Api.Persistence;
using Todo.Api.Security;

namespace Todo.Api.Features.Trash.PurgeTask;

internal static class PurgeTaskEndpoint
{
    internal static void MapPurgeTask(this RouteGroupBuilder trash) => trash.MapDelete("/{task_id}", HandleAsync).WithName("PurgeTask");

    /// <summary>Purge a task</summary>
    /// <remarks>It is gone for good, with what its history says. A task that is not in the trash is a 404.</remarks>
    /// <response code="204">The task is gone.</response>
    internal static async Task<Results<NoContent, NotFound>> HandleAsync(
        [FromRoute(Name = "task_id")] TaskId id, CurrentUser user, TodoDbContext db, CancellationToken ct)
    {
        var purged = await db.Tasks.OwnedBy(user.Id).IgnoreQueryFilters().Where(task => task.Id == id.Value && task.DeletedAt != null && TaskFunctions.Lock(user.Id)).ExecuteDeleteAsync(ct);

        return purged > 0 ? TypedResults.NoContent() : TypedResults.NotFound();
    }
}
