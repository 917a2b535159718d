using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Todo.Api.Persistence;
using Todo.Api.Security;

namespace Todo.Api.Features.Trash.EmptyTrash;

internal static class EmptyTrashEndpoint
{
    /// <summary>A third of a second's work, where a statement has two seconds: hardly any trash needs a second round.</summary>
    private const int StepRows = 10_000;

    internal static void MapEmptyTrash(this RouteGroupBuilder trash) => trash.MapDelete("/", HandleAsync).WithName("EmptyTrash");

    /// <summary>Empty the trash</summary>
    /// <remarks>All that is in it is gone for good, with what its history says.</remarks>
    /// <response code="204">The trash is empty.</response>
    internal static async Task<NoContent> HandleAsync(CurrentUser user, TodoDbContext db, CancellationToken ct)
    {
        int purged;
        do
        {
            var step = db.Tasks.OwnedBy(user.Id).IgnoreQueryFilters().Where(task => task.DeletedAt != null).OrderBy(task => task.Id).Take(StepRows).Select(task => task.Id);
            purged = await db.Tasks.OwnedBy(user.Id).IgnoreQueryFilters()
                .Where(task => task.DeletedAt != null && TaskFunctions.Lock(user.Id) && step.Contains(task.Id)).ExecuteDeleteAsync(ct);
        }
        while (purged == StepRows);

        return TypedResults.NoContent();
    }
}
