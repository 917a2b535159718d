using Todo.Api.Features.Recurrence.ListOccurrences;
using Todo.Api.Features.Tasks;
using Todo.Api.OpenApi;
using Todo.Api.Responses;

namespace Todo.Api.Features.Recurrence;

internal static class RecurrenceEndpoints
{
    internal static void MapRecurrence(this RouteGroupBuilder user) => user.MapGroup("/tasks")
        .WithMetadata(new DocumentTag("Recurrence", "Tasks that come back."))
        .WithNotFound(TaskErrors.NotFound)
        .MapListOccurrences();
}
