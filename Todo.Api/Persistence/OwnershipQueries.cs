using Todo.Api.Persistence.Entities;

namespace Todo.Api.Persistence;

/// <summary>How every query on users' data begins. In SQL text the same reads <c>WHERE user_id = …</c>.</summary>
internal static class OwnershipQueries
{
    internal static IQueryable<TaskItem> OwnedBy(this IQueryable<TaskItem> tasks, string userId) => tasks.Where(task => task.UserId == userId);
}
