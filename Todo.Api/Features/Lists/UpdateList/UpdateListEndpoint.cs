using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Todo.Api.Persistence;
using Todo.Api.Persistence.Entities;
using Todo.Api.Responses;
using Todo.Api.Responses.Conditional;
using Todo.Api.Security;

namespace Todo.Api.Features.Lists.UpdateList;

internal static class UpdateListEndpoint
{
    internal static void MapUpdateList(this RouteGroupBuilder lists)
    {
        lists.MapPut("/{list_id}", HandleAsync).WithName("UpdateList");
        lists.MapPatch("/{list_id}", HandleAsync).WithName("PatchList");
    }

    /// <summary>Update a list</summary>
    /// <remarks>PUT and PATCH do the same: they merge. A member that is left out stays as it is.</remarks>
    /// <response code="200">The list as it is now.</response>
    internal static async Task<Results<Ok<ListResponse>, NotFound, ProblemResult>> HandleAsync(
        [FromRoute(Name = "list_id")] ListId id, UpdateListRequest request, IfMatch ifMatch, CurrentUser user, TodoDbContext db, TimeProvider clock, CancellationToken ct)
    {
        var list = await db.SingleInStatementAsync<TaskList>(
            $"""
            UPDATE lists SET
                name = coalesce({request.Name.Value}, name),
                color = CASE WHEN {request.Color.IsPresent} THEN {request.Color.Value} ELSE color END,
                updated_at = {clock.Now()}
            WHERE user_id = {user.Id} AND id = {id.Value} AND ({ifMatch.Versions}::bigint[] IS NULL OR version = ANY({ifMatch.Versions}::bigint[]))
            RETURNING *
            """, ct);
        if (list is not null)
        {
            return TypedResults.Ok(ListResponse.From(list));
        }

        // Without a condition it would have been found.
        var current = ifMatch.Versions is null
            ? null
            : await db.Lists.OwnedBy(user.Id).Where(other => other.Id == id.Value).Select(ListResponse.Projection).FirstOrDefaultAsync(ct);
        return current is null ? TypedResults.NotFound() : new ProblemResult(ApiError.PreconditionFailed, current: current);
    }
}
