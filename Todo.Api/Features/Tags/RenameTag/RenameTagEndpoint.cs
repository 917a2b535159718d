using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Todo.Api.Features.Tasks;
using Todo.Api.Persistence;
using Todo.Api.Persistence.Entities;
using Todo.Api.Security;

namespace Todo.Api.Features.Tags.RenameTag;

internal static class RenameTagEndpoint
{
    internal static void MapRenameTag(this RouteGroupBuilder tags) => tags.MapPatch("/{name}", HandleAsync).WithName("RenameTag");

    /// <summary>Rename a tag</summary>
    /// <remarks>
    /// On all tasks that have it, those in the trash too; each of them changes. A name that another tag has makes the two one, in the spelling of the other.
    /// The same name in another case changes the spelling.
    /// </remarks>
    /// <response code="200">The tag as it is now.</response>
    internal static async Task<Results<Ok<TagResponse>, NotFound>> HandleAsync(
        TagName named, RenameTagRequest request, CurrentUser user, TodoDbContext db, TimeProvider clock, CancellationToken ct)
    {
        await using var own = await db.LockTasksAsync(user, ct);
        var tag = await db.Tags.OwnedBy(user.Id).SingleOrDefaultAsync(known => known.Key == CaseFolding.Fold(named.Value), ct);
        if (tag is null)
        {
            return TypedResults.NotFound();
        }

        // The spelling of another tag stays, unless no task has that one any more, with whatever deleted_at.
        var target = await db.SingleInStatementAsync<Tag>(
            $"""
            INSERT INTO tags (user_id, key, name) VALUES ({user.Id}, fold({request.Name}), {request.Name})
            ON CONFLICT (user_id, key) DO UPDATE SET name = CASE
                WHEN tags.key <> {tag.Key} AND EXISTS (SELECT FROM tasks WHERE user_id = {user.Id} AND tags.key = ANY(tag_keys) /* deleted_at or not */) THEN tags.name
                ELSE excluded.name END
            RETURNING *
            """, ct);
        if (await db.ReplaceTagAsync(user, tag.Name, target!.Name, clock.Now(), ct) == 0)
        {
            return TypedResults.NotFound();
        }

        await db.Tags.OwnedBy(user.Id).Where(known => known.Key == tag.Key && known.Key != target.Key).ExecuteDeleteAsync(ct);
        var count = await db.Tasks.OwnedBy(user.Id).CountAsync(task => task.Tags.Contains(target.Name), ct);
        if (own is not null)
        {
            await own.CommitAsync(ct);
        }

        return TypedResults.Ok(new TagResponse(target.Name, count));
    }
}
