using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Todo.Api.Persistence;
using Todo.Api.Security;

namespace Todo.Api.Features.Trash.EmptyTrash;

internal static class EmptyTrashEndpoint
{
    internal static void MapEmptyTrash(this RouteGroupBuilder trash) => trash.MapDelete("/", HandleAsync).WithName("EmptyTrash");

    /// <summary>Empty the trash</summary>
    /// <remarks>All that is in it is gone for good, with what its history says.</remarks>
    /// <response code="204">The trash is empty.</response>
    internal static async Task<NoContent> HandleAsync(CurrentUser user, TodoDbContext db, CancellationToken ct)
    {
        // All rows are locked before the first is deleted, as the trigger on the table asks for.
        await db.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM tasks WHERE user_id = {user.Id} AND id = ANY(ARRAY(
                SELECT id FROM tasks WHERE user_id = {user.Id} AND deleted_at IS NOT NULL ORDER BY id FOR UPDATE))
            """, ct);

        return TypedResults.NoContent();
    }
}
