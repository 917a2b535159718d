using Todo.Api.Features.Changes.GetHistory;
using Todo.Api.Features.Changes.ListChanges;
using Todo.Api.Features.Changes.StreamEvents;
using Todo.Api.Features.Changes.UndoChange;
using Todo.Api.OpenApi;

namespace Todo.Api.Features.Changes;

internal static class ChangesEndpoints
{
    internal static IServiceCollection AddChanges(this IServiceCollection services) => services
        .AddSingleton<ReplicaReads>()
        .AddSingleton<TaskEventStreams>()
        .AddSingleton<ChangePoller>()
        .AddHostedService(provider => provider.GetRequiredService<ChangePoller>());

    internal static void MapChanges(this RouteGroupBuilder user)
    {
        var changes = user.MapGroup("").WithMetadata(new DocumentTag("Changes", "What happened to the tasks of a user: to look back, to undo, to keep a copy in sync, and live."));

        changes.MapListChanges();
        changes.MapStreamEvents();
        changes.MapGetHistory();
        changes.MapUndoChange();
    }
}
