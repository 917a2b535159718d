using System.Collections.Frozen;
using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using System.Text.Json.Serialization;
using Todo.Api.Persistence.Entities;
using Todo.Api.Responses.Conditional;

namespace Todo.Api.Features.Tasks;

/// <summary>A task as clients see it.</summary>
/// <param name="Id">Generated.</param>
/// <param name="UserId">Whose it is.</param>
/// <param name="Title">1 to 200 characters.</param>
/// <param name="Description">At most 1000 characters, or null.</param>
/// <param name="Completed">Whether it is done.</param>
/// <param name="Priority">low, medium or high.</param>
/// <param name="DueDate">A date (2026-12-01) or an instant in UTC (2026-12-01T08:00:00Z), as it was given, or null.</param>
/// <param name="Tags">The names of its tags, each in the spelling that it was given first.</param>
/// <param name="ListId">The list that it is in, or null: the inbox.</param>
/// <param name="ParentId">The task that it is a part of, or null.</param>
/// <param name="Subtasks">How many tasks are directly below it.</param>
/// <param name="Position">Its place in the order by hand: a text that sorts by code points, and that nothing else is to be read from.</param>
/// <param name="Recurrence">The rule of its series (an RRULE of RFC 5545), or null.</param>
/// <param name="RecurrenceFrom">What the next of a series is counted from; null without recurrence.</param>
/// <param name="TimeZone">The IANA time zone in which recurrence and reminders are meant, or null: UTC.</param>
/// <param name="NextTaskId">The next task of the series, once its completion has created it, or null.</param>
/// <param name="Reminders">When it reminds of itself.</param>
/// <param name="Version">From 1; grows with every real change. The ETag of the task.</param>
/// <param name="CreatedAt">When it was made, UTC, to the microsecond.</param>
/// <param name="UpdatedAt">When it last really changed, UTC, to the microsecond.</param>
/// <param name="DeletedAt">Since when it is in the trash; only there.</param>
/// <example>
/// {
///   "id": 42, "user_id": "n38FQvqdRVXc16ItOEQJgPaeqY6OAeol", "title": "Buy milk", "description": null, "completed": false,
///   "priority": "medium", "due_date": "2026-12-01", "tags": ["home"], "list_id": null, "parent_id": null, "subtasks": { "completed": 0, "total": 0 },
///   "position": "b42", "recurrence": null, "recurrence_from": null, "time_zone": null, "next_task_id": null, "reminders": [], "version": 1,
///   "created_at": "2026-11-21T09:30:00.123456Z", "updated_at": "2026-11-21T09:30:00.123456Z"
/// }
/// </example>
internal sealed record TaskResponse(
    long Id,
    string UserId,
    [property: MinLength(1), MaxLength(TaskItem.MaxTitleLength)] string Title,
    [property: MaxLength(TaskItem.MaxDescriptionLength)] string? Description,
    bool Completed,
    TaskPriority Priority,
    DueDate? DueDate,
    [property: MaxLength(TaskItem.MaxTags)] IReadOnlyList<string> Tags,
    long? ListId,
    long? ParentId,
    SubtaskCounts Subtasks,
    string Position,
    string? Recurrence,
    RecurrenceBasis? RecurrenceFrom,
    string? TimeZone,
    long? NextTaskId,
    [property: MaxLength(TaskItem.MaxReminders)] IReadOnlyList<Reminder> Reminders,
    long Version,
    DateTime CreatedAt,
    DateTime UpdatedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? DeletedAt = null) : IVersioned
{
    /// <summary>What a client may send back with a task, and what is ignored then.</summary>
    internal static readonly FrozenSet<string> ReadOnlyMembers =
        FrozenSet.Create("id", "user_id", "subtasks", "position", "next_task_id", "version", "created_at", "updated_at", "deleted_at");

    /// <summary>All members but <c>completed</c>: what comes along where a client completes a task by sending it back whole.</summary>
    internal static readonly FrozenSet<string> OtherMembers = ReadOnlyMembers
        .Union(["title", "description", "priority", "due_date", "tags", "list_id", "parent_id", "recurrence", "recurrence_from", "time_zone", "reminders"])
        .ToFrozenSet();

    /// <summary>How a task is read, in queries and from a row that a statement answered with.</summary>
    internal static readonly Expression<Func<TaskItem, TaskResponse>> Projection = task => new TaskResponse(
        task.Id,
        task.UserId,
        task.Title,
        task.Description,
        task.Completed,
        task.Priority,
        task.DueAt == null ? null : new DueDate(task.DueAt.Value, task.DueIsDate),
        task.Tags,
        task.ListId,
        task.ParentId,
        new SubtaskCounts(task.SubtasksCompleted, task.SubtasksTotal),
        TaskPosition.From(task.MovedTo, task.Id),
        task.Recurrence,
        task.RecurrenceFrom,
        task.TimeZone,
        task.NextTaskId,
        Reminder.Parse(task.Reminders),
        task.Version,
        task.CreatedAt,
        task.UpdatedAt,
        task.DeletedAt);

    private static readonly Func<TaskItem, TaskResponse> FromTask = Projection.Compile();

    internal static TaskResponse From(TaskItem task) => FromTask(task);
}

/// <summary>How many tasks are directly below a task.</summary>
/// <param name="Completed">Those that are done.</param>
/// <param name="Total">All but those in the trash.</param>
internal readonly record struct SubtaskCounts(int Completed, int Total);
