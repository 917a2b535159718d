using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Todo.Api.Persistence;
using Todo.Api.Security;

namespace Todo.Api.Features.Lists.ListLists;

internal static class ListListsEndpoint
{
    internal static void MapListLists(this RouteGroupBuilder lists) => lists.MapGet("/", HandleAsync).WithName("ListLists");

    /// <summary>List lists</summary>
    /// <remarks>All of them, by their position.</remarks>
    /// <response code="200">The lists.</response>
    internal static async Task<Ok<List<ListResponse>>> HandleAsync(CurrentUser user, TodoDbContext db, CancellationToken ct) =>
        TypedResults.Ok(await db.Lists.OwnedBy(user.Id).OrderBy(list => list.Id).Select(ListResponse.Projection).ToListAsync(ct)); // positions sort as ids do
}
