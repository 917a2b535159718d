using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Todo.Api.Features.Changes;
using Todo.Api.Features.Tasks;
using Todo.Api.OpenApi;
using Todo.Api.Persistence;
using Todo.Api.Security;

namespace Todo.Api.Features.Trash.ListTrash;

internal static class ListTrashEndpoint
{
    internal static void MapListTrash(this RouteGroupBuilder trash) => trash.MapGet("/", HandleAsync).WithName("ListTrash").MayReadFromReplica()
        .WithMetadata(new ResponseHeader("Link", "The `next` page (RFC 8288), if there is one.",
            "</api/n38FQvqdRVXc16ItOEQJgPaeqY6OAeol/trash?limit=100&cursor=bGlzdC40Mi4>; rel=\"next\""));

    /// <summary>List the trash</summary>
    /// <remarks>What was deleted last comes first; each task has `deleted_at`. Follow the Link header to older ones.</remarks>
    /// <response code="200">The tasks in the trash; the Link header leads to more of them.</response>
    internal static async Task<Results<Ok<List<TaskResponse>>, JsonHttpResult<Dictionary<string, object?>>>> HandleAsync(
        ListTrashRequest request, CurrentUser user, TodoDbContext db, ListEnvelope envelope, HttpContext http, CancellationToken ct)
    {
        var words = request.Words;
        var matching = db.Tasks.OwnedBy(user.Id).IgnoreQueryFilters()
            .Where(task => task.DeletedAt != null && words.All(word => task.SearchText.Contains(CaseFolding.Fold(word))));

        var tasks = matching;
        if (request.Cursor is { Instant: { } instant, Id: var id })
        {
            tasks = tasks.Where(task => EF.Functions.LessThan(ValueTuple.Create(task.DeletedAt!.Value, task.Id), ValueTuple.Create(instant, id)));
        }

        tasks = tasks.OrderByDescending(task => task.DeletedAt).ThenByDescending(task => task.Id).Take(request.Limit + 1);

        // From the user's row, which is there if there are tasks: the total, where an envelope tells it, and the page are one answer of one statement.
        var isCounted = envelope.Member is not null;
        var page = await db.Users.Where(owner => owner.Id == user.Id)
            .Select(owner => new CountedPage(isCounted ? matching.LongCount() : null, tasks.Select(TaskResponse.Projection).ToList()))
            .FirstOrDefaultAsync(ct) ?? new CountedPage(isCounted ? 0 : null, []);

        var next = page.CutTo(request.Limit) is { } last ? TaskCursor.At(last.DeletedAt!.Value, last.Id, request.List) : null;
        return page.Answer(http, "trash", envelope, request.Limit, next, offset: request.Cursor is null ? 0 : null);
    }
}
