using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Todo.Api.Persistence;
using Todo.Api.Security;

namespace Todo.Api.Features.Lists.GetList;

internal static class GetListEndpoint
{
    internal static void MapGetList(this RouteGroupBuilder lists) => lists.MapGet("/{list_id}", HandleAsync).WithName("GetList");

    /// <summary>Get a list</summary>
    /// <remarks>Its tasks are in the list of tasks, with `list_id`.</remarks>
    /// <response code="200">The list.</response>
    internal static async Task<Results<Ok<ListResponse>, NotFound>> HandleAsync(
        [FromRoute(Name = "list_id")] ListId id, CurrentUser user, TodoDbContext db, CancellationToken ct) =>
        await db.Lists.OwnedBy(user.Id).Where(list => list.Id == id.Value).Select(ListResponse.Projection).FirstOrDefaultAsync(ct) is { } list
            ? TypedResults.Ok(list)
            : TypedResults.NotFound();
}
