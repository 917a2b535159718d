using Todo.Api.Features.Tasks;
using Todo.Api.Persistence.Entities;

namespace Todo.Api.Features.Changes.StreamEvents;

/// <summary>One change of one task.</summary>
/// <param name="Type">What happened.</param>
/// <param name="TaskId">The task.</param>
/// <param name="At">When it changed, UTC, to the microsecond.</param>
/// <param name="Task">The task as it was after this change; null once it is purged.</param>
/// <example>
/// {
///   "type": "task.completed", "task_id": 42, "at": "2026-11-21T09:31:00.123456Z",
///   "task": {
///     "id": 42, "user_id": "n38FQvqdRVXc16ItOEQJgPaeqY6OAeol", "title": "Buy milk", "description": null, "completed": true,
///     "priority": "medium", "due_date": "2026-12-01", "tags": ["home"], "list_id": null, "parent_id": null, "subtasks": { "completed": 0, "total": 0 },
///     "position": "b42", "recurrence": null, "recurrence_from": null, "time_zone": null, "next_task_id": null, "reminders": [], "version": 2,
///     "created_at": "2026-11-21T09:30:00.123456Z", "updated_at": "2026-11-21T09:31:00.123456Z"
///   }
/// }
/// </example>
internal sealed record TaskEvent(TaskChangeType Type, long TaskId, DateTime At, TaskResponse? Task)
{
    internal static TaskEvent From(TaskChange change) => new(
        change.Type,
        change.TaskId,
        change.At,
        change.After is null ? null : TaskSnapshot.Parse(change.After).ToResponse(change.UserId, change.TaskId));
}
