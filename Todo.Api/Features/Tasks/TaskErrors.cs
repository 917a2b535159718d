using Todo.Api.Responses;

namespace Todo.Api.Features.Tasks;

internal static class TaskErrors
{
    internal static readonly ApiError NotFound = new(404, "TASK_NOT_FOUND", "Task not found.");
}
