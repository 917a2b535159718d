using Todo.Api.Persistence.Entities;

namespace Todo.Api.Features.Tasks;

/// <summary>A task as clients see it.</summary>
/// <param name="Id">Generated.</param>
/// <param name="UserId">Whose it is.</param>
/// <param name="Title">1 to 200 characters.</param>
/// <param name="Description">At most 1000 characters, or null.</param>
/// <param name="Completed">Whether it is done.</param>
/// <param name="Priority">low, medium or high.</param>
/// <param name="DueDate">A date (2026-12-01) or an instant in UTC (2026-12-01T08:00:00Z), as it was given, or null.</param>
/// <param name="CreatedAt">When it was made, UTC, to the microsecond.</param>
/// <param name="UpdatedAt">When it last really changed, UTC, to the microsecond.</param>
internal sealed record TaskResponse(
    long Id,
    string UserId,
    string Title,
    string? Description,
    bool Completed,
    TaskPriority Priority,
    DueDate? DueDate,
    DateTime CreatedAt,
    DateTime UpdatedAt)
{
    internal static TaskResponse From(TaskItem task) => new(
        task.Id, task.UserId, task.Title, task.Description, task.Completed, task.Priority, task.DueDate, task.CreatedAt, task.UpdatedAt);
}
