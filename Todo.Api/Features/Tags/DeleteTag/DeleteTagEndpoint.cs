using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Todo.Api.Features.Tasks;
using Todo.Api.Persistence;
using Todo.Api.Security;

namespace Todo.Api.Features.Tags.DeleteTag;

internal static class DeleteTagEndpoint
{
    internal static void MapDeleteTag(this RouteGroupBuilder tags) => tags.MapDelete("/{name}", HandleAsync).WithName("DeleteTag");

    /// <summary>Delete a tag</summary>
    /// <remarks>Takes it off all tasks that have it, those in the trash too; each of them changes. The tasks stay.</remarks>
    /// <response code="204">No task has the tag any more.</response>
    internal static async Task<Results<NoContent, NotFound>> HandleAsync(TagName named, CurrentUser user, TodoDbContext db, TimeProvider clock, CancellationToken ct)
    {
        await using var own = await db.LockTasksAsync(user, ct);
        if (await db.FindTagAsync(user, named, ct) is not { } tag)
        {
            return TypedResults.NotFound();
        }

        // Given again, it has the spelling of then.
        await db.ReplaceTagAsync(user, tag, newName: null, clock.Now(), ct);
        await db.Tags.OwnedBy(user.Id).Where(known => known.Key == tag.Key).ExecuteDeleteAsync(ct);
        if (own is not null)
        {
            await own.CommitAsync(ct);
        }

        return TypedResults.NoContent();
    }
}
