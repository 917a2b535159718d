using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Todo.Api.Features.Tasks;
using Todo.Api.Persistence;
using Todo.Api.Security;

namespace Todo.Api.Features.Recurrence.ListOccurrences;

internal static class ListOccurrencesEndpoint
{
    internal static void MapListOccurrences(this RouteGroupBuilder tasks) =>
        tasks.MapGet("/{task_id}/occurrences", HandleAsync).WithName("ListOccurrences");

    /// <summary>Preview the due dates of a series</summary>
    /// <remarks>
    /// From that of this task on; those that are counted from the completion, as if each task was completed on its day. At most a hundred years ahead.
    /// An empty array where the task does not recur.
    /// </remarks>
    /// <response code="200">The due dates.</response>
    internal static async Task<Results<Ok<IEnumerable<string>>, NotFound>> HandleAsync(
        [FromRoute(Name = "task_id")] TaskId id, ListOccurrencesRequest request, CurrentUser user, TodoDbContext db, CancellationToken ct)
    {
        var task = await db.Tasks.OwnedBy(user.Id).FirstOrDefaultAsync(task => task.Id == id.Value, ct);
        return task is null ? TypedResults.NotFound()
            : TypedResults.Ok((Series.From(task)?.Preview(request.Limit) ?? []).Select(dueDate => dueDate.ToString()));
    }
}
