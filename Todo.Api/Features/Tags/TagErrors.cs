using Todo.Api.Responses;

namespace Todo.Api.Features.Tags;

internal static class TagErrors
{
    internal static readonly ApiError NotFound = new(404, "TAG_NOT_FOUND", "Tag not found.");
}
