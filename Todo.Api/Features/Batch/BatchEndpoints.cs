using Todo.Api.Features.Batch.RunBatch;
using Todo.Api.OpenApi;

namespace Todo.Api.Features.Batch;

internal static class BatchEndpoints
{
    internal static IServiceCollection AddBatch(this IServiceCollection services) => services.AddSingleton<OperationReader>();

    internal static void MapBatch(this RouteGroupBuilder user) =>
        user.MapGroup("/batch").WithMetadata(new DocumentTag("Batch", "Many changes of tasks in one request.")).MapRunBatch();
}
