using Todo.Api.Features.Tags.DeleteTag;
using Todo.Api.Features.Tags.ListTags;
using Todo.Api.Features.Tags.RenameTag;
using Todo.Api.OpenApi;
using Todo.Api.Responses;

namespace Todo.Api.Features.Tags;

internal static class TagsEndpoints
{
    internal static void MapTags(this RouteGroupBuilder user)
    {
        var tags = user.MapGroup("/tags").WithMetadata(new DocumentTag("Tags", "The tags that the tasks of a user have.")).WithNotFound(TagErrors.NotFound);

        tags.MapListTags();
        tags.MapRenameTag();
        tags.MapDeleteTag();
    }
}
