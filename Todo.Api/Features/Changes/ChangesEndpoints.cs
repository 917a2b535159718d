using Todo.Api.Features.Changes.GetHistory;
using Todo.Api.Features.Changes.UndoChange;
using Todo.Api.OpenApi;

namespace Todo.Api.Features.Changes;

internal static class ChangesEndpoints
{
    internal static void MapChanges(this RouteGroupBuilder user)
    {
        var changes = user.MapGroup("").WithMetadata(new DocumentTag("Changes", "What happened to the tasks of a user."));

        changes.MapGetHistory();
        changes.MapUndoChange();
    }
}
