using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Todo.Api.Persistence;
using Todo.Api.Responses;
using Todo.Api.Responses.Conditional;
using Todo.Api.Security;

namespace Todo.Api.Features.Tasks.DeleteTask;

internal static class DeleteTaskEndpoint
{
    internal static void MapDeleteTask(this RouteGroupBuilder tasks) => tasks.MapDelete("/{task_id}", HandleAsync).WithName("DeleteTask");

    /// <summary>Delete a task</summary>
    /// <remarks>It goes to the trash, and is found nowhere else from then on. The answer has no body. A task that is already gone is a 404.</remarks>
    /// <response code="204">The task is in the trash.</response>
    internal static async Task<Results<NoContent, NotFound, ProblemResult>> HandleAsync(
        [FromRoute(Name = "task_id")] TaskId id, IfMatch ifMatch, CurrentUser user, TodoDbContext db, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.Now();
        var versions = ifMatch.Versions;
        var deleted = await db.Tasks.OwnedBy(user.Id)
            .Where(task => task.Id == id.Value && TaskFunctions.Lock(user.Id) && (versions == null || versions.Contains(task.Version)))
            .ExecuteUpdateAsync(set => set.SetProperty(task => task.DeletedAt, now).SetProperty(task => task.UpdatedAt, now), ct);

        return deleted > 0 ? TypedResults.NoContent()
            : await db.ProblemOfVersionAsync(id, ifMatch, user, ct) is { } problem ? problem
            : TypedResults.NotFound();
    }
}
