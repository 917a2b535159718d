using Todo.Api.Features.Recurrence;
using Todo.Api.Persistence.Entities;
using Todo.Api.Requests;

namespace Todo.Api.Features.Tasks.CreateTask;

/// <summary>A new task.</summary>
/// <example>{ "title": "Buy milk", "description": "Two litres", "priority": "high", "due_date": "2026-12-01", "reminders": [{ "before_minutes": 30 }] }</example>
internal sealed record CreateTaskRequest : IJsonBody<CreateTaskRequest>
{
    public static IReadOnlySet<string> IgnoredMembers => TaskResponse.ReadOnlyMembers;

    /// <summary>1 to 200 characters after trimming.</summary>
    [OtherNames(Hints = ["name", "text", "content"])]
    public required string Title { get; init => field = value.Trim(); }

    /// <summary>At most 1000 characters, or null.</summary>
    [OtherNames(Hints = ["notes", "details", "body"])]
    public string? Description { get; init; }

    /// <summary>Whether it is done already; false by default. Also `is_completed` or `done`, and as `status` (completed or pending).</summary>
    [OtherNames("is_completed", "done", Hints = ["finished"])]
    [Words("status", typeof(CompletionStatus))]
    public bool Completed { get; init; }

    /// <summary>low, medium (the default, also for null) or high, in any case.</summary>
    public TaskPriority? Priority { get; init; }

    /// <summary>A date (2026-12-01) or an instant (2026-12-01T09:00:00+01:00; without offset it is UTC), or null. Also `dueDate`.</summary>
    [OtherNames("dueDate", Hints = ["deadline"])]
    public DueDate? DueDate { get; init; }

    /// <summary>At most 20 names of 1 to 50 characters, without commas; Home and home are one.</summary>
    [OtherNames(Hints = ["labels", "tag", "categories"])]
    public IReadOnlyList<string>? Tags { get; init => field = TagNames.Trim(value); }

    /// <summary>The list to put it into, or null for the inbox.</summary>
    [OtherNames(Hints = ["list", "project_id", "project"])]
    public long? ListId { get; init; }

    /// <summary>The task that it is a part of, or null; at most 4 levels.</summary>
    [OtherNames(Hints = ["parent", "parent_task_id"])]
    public long? ParentId { get; init; }

    /// <summary>When it recurs: an RRULE of RFC 5545, DAILY or coarser, or null. Needs a due date, which is the first of the series.</summary>
    [OtherNames(Hints = ["rrule", "repeat", "recurrence_rule", "recurring"])]
    public RecurrenceRule? Recurrence { get; init; }

    /// <summary>What the next due date is counted from: due (the default, also for null) or completion.</summary>
    public RecurrenceBasis? RecurrenceFrom { get; init; }

    /// <summary>The IANA time zone in which recurrence and reminders are meant, or null: UTC.</summary>
    [OtherNames(Hints = ["timezone", "tz"])]
    public IanaTimeZone? TimeZone { get; init; }

    /// <summary>At most 5, each with either at (an instant) or before_minutes (0 to 525600 minutes before the due date).</summary>
    [OtherNames(Hints = ["reminder", "remind_at", "reminder_at"])]
    public IReadOnlyList<Reminder>? Reminders { get; init; }

    /// <summary>What the endpoint does in one statement, for a batch.</summary>
    internal TaskItem ToTask(string userId, DateTime now)
    {
        var task = TaskItem.Create(userId, Title, Description, Completed, Priority ?? TaskItem.DefaultPriority, DueDate, now);
        task.Organise(Tags ?? [], ListId, ParentId);
        task.Recur(Recurrence?.ToString(), RecurrenceFrom, TimeZone?.Name);
        task.Remind(Reminders);
        return task;
    }
}
