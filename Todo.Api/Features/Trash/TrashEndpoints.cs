using Todo.Api.Features.Tasks;
using Todo.Api.Features.Trash.EmptyTrash;
using Todo.Api.Features.Trash.ListTrash;
using Todo.Api.Features.Trash.PurgeTask;
using Todo.Api.Features.Trash.RestoreTask;
using Todo.Api.OpenApi;
using Todo.Api.Responses;

namespace Todo.Api.Features.Trash;

internal static class TrashEndpoints
{
    internal static IServiceCollection AddTrash(this IServiceCollection services, TrashSettings settings) =>
        services.AddSingleton(settings).AddHostedService<TrashCleaning>();

    internal static void MapTrash(this RouteGroupBuilder user)
    {
        var trash = user.MapGroup("/trash").WithMetadata(new DocumentTag("Trash", "Deleted tasks, until they are purged.")).WithNotFound(TaskErrors.NotFound);

        trash.MapListTrash();
        trash.MapRestoreTask();
        trash.MapPurgeTask();
        trash.MapEmptyTrash();
    }
}
