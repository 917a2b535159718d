using Todo.Api.Features.Changes.ListChanges;
using Todo.Api.Features.Changes.StreamEvents;
using Todo.Api.OpenApi;

namespace Todo.Api.Features.Changes;

internal static class ChangesEndpoints
{
    internal static IServiceCollection AddChanges(this IServiceCollection services) => services
        .AddSingleton<TaskEventStreams>()
        .AddSingleton<ChangePoller>()
        .AddHostedService(provider => provider.GetRequiredService<ChangePoller>());

    internal static void MapChanges(this RouteGroupBuilder user)
    {
        var changes = user.MapGroup("").WithMetadata(new DocumentTag("Changes", "What changed, to keep a copy in sync, or live."));

        changes.MapListChanges();
        changes.MapStreamEvents();
    }
}
