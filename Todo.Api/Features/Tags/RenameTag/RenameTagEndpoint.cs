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
        if (await db.FindTagAsync(user, named, ct) is not { } tag)
        {
            return TypedResults.NotFound();
        }

        // The spelling of another tag stays, unless no task has that one any more.
        var target = await db.SingleInStatementAsync<Tag>(
            $"""
            INSERT INTO tags (user_id, key, name) VALUES ({user.Id}, fold({request.Name}), {request.Name})
            ON CONFLICT (user_id, key) DO UPDATE SET name = CASE
                WHEN tags.key <> {tag.Key} AND EXISTS (SELECT FROM tasks WHERE user_id = {user.Id} AND tags.key = ANY(tag_keys)) THEN tags.name -- deleted_at or not
                ELSE excluded.name END
            RETURNING *
            """, ct);
        await db.ReplaceTagAsync(user, tag, target!.Name, clock.Now(), ct);
        await db.Tags.OwnedBy(user.Id).Where(known => known.Key == tag.Key && known.Key != target.Key).ExecuteDeleteAsync(ct);
        var count = await db.Tasks.OwnedBy(user.Id).CountAsync(task => task.Tags.Contains(target.Name), ct);
        if (own is not null)
        {
            await own.CommitAsync(ct);
        }

        return TypedResults.Ok(new TagResponse(target.Name, count));
    }
}
