using Todo.Api.Responses;

namespace Todo.Api.Features.Changes;

internal static class ChangeErrors
{
    internal static readonly ApiError NotFound = new(404, "CHANGE_NOT_FOUND", "Change not found.");
}
