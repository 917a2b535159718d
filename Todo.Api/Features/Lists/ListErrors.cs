using Todo.Api.Persistence.Entities;
using Todo.Api.Responses;

namespace Todo.Api.Features.Lists;

internal static class ListErrors
{
    internal static readonly ApiError NotFound = new(404, "LIST_NOT_FOUND", "List not found.");
    internal static readonly ApiError NotEmpty = new(409, "LIST_NOT_EMPTY", "The list has tasks. Say with ?tasks=keep that they go to the inbox, or with ?tasks=trash that they go to the trash.");
    internal static readonly ApiError TooMany = new(422, "TOO_MANY_LISTS", $"You have {TaskList.MaxLists} lists, and there cannot be more. Delete one that you no longer need first.");
}
