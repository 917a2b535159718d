using Todo.Api.Features.Changes.ListChanges;
using Todo.Api.OpenApi;

namespace Todo.Api.Features.Changes;

internal static class ChangesEndpoints
{
    internal static void MapChanges(this RouteGroupBuilder user)
    {
        var changes = user.MapGroup("").WithMetadata(new DocumentTag("Changes", "What changed, to keep a copy in sync."));

        changes.MapListChanges();
    }
}
