using Todo.Api.Features.Recurrence;
using Todo.Api.Persistence.Entities;
using Todo.Api.Requests;
using Todo.Api.Responses;

namespace Todo.Api.Features.Tasks.UpdateTask;

/// <summary>Changes to a task as a merge patch (RFC 7396): what is left out stays as it is, null clears what can be cleared.</summary>
/// <example>{ "title": "Buy oat milk", "due_date": null }</example>
internal sealed record UpdateTaskRequest : IJsonBody<UpdateTaskRequest>
{
    public static IReadOnlyList<string> MediaTypes { get; } = ["application/json", "application/merge-patch+json"];

    public static IReadOnlySet<string> IgnoredMembers => TaskResponse.ReadOnlyMembers;

    /// <summary>1 to 200 characters after trimming.</summary>
    [OtherNames(Hints = ["name", "text", "content"])]
    public Optional<string> Title { get; init => field = value.IsPresent ? new(value.Value.Trim()) : value; }

    /// <summary>At most 1000 characters; null clears it.</summary>
    [OtherNames(Hints = ["notes", "details", "body"])]
    public Optional<string?> Description { get; init; }

    /// <summary>Whether it is done. Also `is_completed` or `done`, and as `status` (completed or pending).</summary>
    [OtherNames("is_completed", "done", Hints = ["finished"])]
    [Words("status", typeof(CompletionStatus))]
    public Optional<bool> Completed { get; init; }

    /// <summary>low, medium or high, in any case.</summary>
    public Optional<TaskPriority> Priority { get; init; }

    /// <summary>A date (2026-12-01) or an instant (2026-12-01T09:00:00+01:00; without offset it is UTC); null clears it. Also `dueDate`.</summary>
    [OtherNames("dueDate", Hints = ["deadline"])]
    public Optional<DueDate?> DueDate { get; init; }

    /// <summary>At most 20 names of 1 to 50 characters, without commas; Home and home are one. null clears them.</summary>
    [OtherNames(Hints = ["labels", "tag", "categories"])]
    public Optional<IReadOnlyList<string>?> Tags { get; init => field = value.IsPresent ? new(TagNames.Trim(value.Value)) : value; }

    /// <summary>The list to put it into, or null for the inbox.</summary>
    [OtherNames(Hints = ["list", "project_id", "project"])]
    public Optional<long?> ListId { get; init; }

    /// <summary>The task that it is a part of, or null; at most 4 levels.</summary>
    [OtherNames(Hints = ["parent", "parent_task_id"])]
    public Optional<long?> ParentId { get; init; }

    /// <summary>When it recurs: an RRULE of RFC 5545, DAILY or coarser; null ends that. Needs a due date, which is the first of a new series.</summary>
    [OtherNames(Hints = ["rrule", "repeat", "recurrence_rule", "recurring"])]
    public Optional<RecurrenceRule?> Recurrence { get; init; }

    /// <summary>What the next due date is counted from: due (also for null) or completion.</summary>
    public Optional<RecurrenceBasis?> RecurrenceFrom { get; init; }

    /// <summary>The IANA time zone in which recurrence and reminders are meant; null for UTC.</summary>
    [OtherNames(Hints = ["timezone", "tz"])]
    public Optional<IanaTimeZone?> TimeZone { get; init; }

    /// <summary>Whether it concerns the series of a task that has one.</summary>
    internal bool ChangesSeries => DueDate.IsPresent || Recurrence.IsPresent || RecurrenceFrom.IsPresent;

    /// <summary>Whether it makes a series of any task.</summary>
    internal bool MakesSeries => Recurrence.Value is not null || RecurrenceFrom.Value is not null;

    /// <summary>What would be wrong with the series of a task.</summary>
    internal FieldErrors ProblemsWith(TaskItem task)
    {
        var errors = new FieldErrors();
        var recurs = Recurrence.IsPresent ? Recurrence.Value is not null : task.Recurrence is not null;
        var dueDate = DueDate.Or(task.DueDate);
        if (recurs && dueDate is null)
        {
            errors.Add("due_date", SeriesRules.NoDueDate);
        }

        if (RecurrenceFrom.Value is not null && !recurs && !Recurrence.IsPresent)
        {
            errors.Add("recurrence_from", SeriesRules.NoRecurrence);
        }

        if (Recurrence.Value is { } rule && rule.ToString() != task.Recurrence && !SeriesRules.HasOccurrence(rule, TimeZone.IsPresent ? TimeZone.Value : SeriesRules.ZoneOf(task), dueDate))
        {
            errors.Add("recurrence", SeriesRules.NoOccurrence);
        }

        return errors;
    }

    /// <summary>At most 5, each with either at (an instant) or before_minutes (0 to 525600 minutes before the due date); null clears them.</summary>
    [OtherNames(Hints = ["reminder", "remind_at", "reminder_at"])]
    public Optional<IReadOnlyList<Reminder>?> Reminders { get; init; }

    /// <summary>What the endpoint does in one statement, for a task that is locked.</summary>
    internal void ApplyTo(TaskItem task, DateTime now)
    {
        task.Update(Title.Or(task.Title), Description.Or(task.Description), Completed.Or(task.Completed), Priority.Or(task.Priority), DueDate.Or(task.DueDate), now);
        task.Organise(Tags.Or(task.Tags) ?? [], ListId.Or(task.ListId), ParentId.Or(task.ParentId));
        task.Recur(
            Recurrence.IsPresent ? Recurrence.Value?.ToString() : task.Recurrence,
            RecurrenceFrom.Or(task.RecurrenceFrom),
            TimeZone.IsPresent ? TimeZone.Value?.Name : task.TimeZone);
        task.Remind(Reminders.Or(Reminder.Parse(task.Reminders)));
    }
}
