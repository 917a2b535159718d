using Todo.Api.Responses;

namespace Todo.Api.Features.Batch;

internal static class BatchErrors
{
    internal static readonly ApiError NotDone = new(424, "FAILED_DEPENDENCY", "Not done, because another operation of the batch failed.");
}
