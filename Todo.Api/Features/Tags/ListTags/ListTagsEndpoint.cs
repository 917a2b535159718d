using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Todo.Api.Persistence;
using Todo.Api.Security;

namespace Todo.Api.Features.Tags.ListTags;

internal static class ListTagsEndpoint
{
    internal static void MapListTags(this RouteGroupBuilder tags) => tags.MapGet("/", HandleAsync).WithName("ListTags");

    /// <summary>List tags</summary>
    /// <remarks>All that a task has which is not in the trash, by name.</remarks>
    /// <response code="200">The tags.</response>
    internal static async Task<Ok<List<TagResponse>>> HandleAsync(CurrentUser user, TodoDbContext db, CancellationToken ct) => TypedResults.Ok(
        await db.Tasks.OwnedBy(user.Id)
            .SelectMany(task => task.Tags)
            .GroupBy(name => name)
            .OrderBy(tag => EF.Functions.Collate(CaseFolding.Fold(tag.Key), CaseFolding.Collation))
            .Select(tag => new TagResponse(tag.Key, tag.Count()))
            .ToListAsync(ct));
}
