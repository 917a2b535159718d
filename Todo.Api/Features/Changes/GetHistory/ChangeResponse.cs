using System.Text.Json.Serialization;
using Todo.Api.Persistence.Entities;

namespace Todo.Api.Features.Changes.GetHistory;

/// <summary>One change of a task.</summary>
/// <param name="Id">By it the change can be undone.</param>
/// <param name="Type">What happened.</param>
/// <param name="At">When, UTC, to the microsecond.</param>
/// <param name="Changes">What is different since, by member; empty where the task only went to the trash or came back.</param>
/// <example>
/// { "id": 981, "type": "task.updated", "at": "2026-11-21T09:30:00.123456Z", "changes": { "title": { "from": "Buy milk", "to": "Buy oat milk" } } }
/// </example>
internal sealed record ChangeResponse(long Id, TaskChangeType Type, DateTime At, ChangedMembers Changes)
{
    internal static ChangeResponse From(TaskChange change) => new(
        change.Id, change.Type, change.At, ChangedMembers.Between(TaskSnapshot.Before(change), TaskSnapshot.Parse(change.After!), change.TaskId));
}

/// <summary>The members that a change set, and only those.</summary>
/// <example>{ "title": { "from": "Buy milk", "to": "Buy oat milk" } }</example>
internal sealed record ChangedMembers
{
    /// <summary>From null where the task was created.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Changed<string?> Title { get; init; }

    /// <summary>From or to null where there was or is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Changed<string?> Description { get; init; }

    /// <summary>From null where the task was created.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Changed<bool?> Completed { get; init; }

    /// <summary>From null where the task was created.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Changed<TaskPriority?> Priority { get; init; }

    /// <summary>From or to null where there was or is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Changed<DueDate?> DueDate { get; init; }

    /// <summary>From or to [] where there were or are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Changed<IReadOnlyList<string>> Tags { get; init; }

    /// <summary>From or to null where there was or is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Changed<long?> ListId { get; init; }

    /// <summary>From or to null where there was or is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Changed<long?> ParentId { get; init; }

    /// <summary>Where a move took it from and to.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Changed<string?> Position { get; init; }

    /// <summary>From or to null where there was or is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Changed<string?> Recurrence { get; init; }

    /// <summary>From or to null where there was or is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Changed<RecurrenceBasis?> RecurrenceFrom { get; init; }

    /// <summary>From or to null where there was or is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Changed<string?> TimeZone { get; init; }

    /// <summary>From or to [] where there were or are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Changed<IReadOnlyList<Reminder>> Reminders { get; init; }

    internal static ChangedMembers Between(TaskSnapshot? before, TaskSnapshot after, long taskId) => new()
    {
        Title = Changed<string?>.Between(before?.Title, after.Title),
        Description = Changed<string?>.Between(before?.Description, after.Description),
        Completed = Changed<bool?>.Between(before?.Completed, after.Completed),
        Priority = Changed<TaskPriority?>.Between(before?.Priority, after.Priority),
        DueDate = Changed<DueDate?>.Between(before?.DueDate, after.DueDate),
        Tags = Between(before?.Tags ?? [], after.Tags ?? []),
        ListId = Changed<long?>.Between(before?.ListId, after.ListId),
        ParentId = Changed<long?>.Between(before?.ParentId, after.ParentId),
        Position = before is null ? default : Changed<string?>.Between(TaskPosition.From(before.MovedTo, taskId), TaskPosition.From(after.MovedTo, taskId)),
        Recurrence = Changed<string?>.Between(before?.Recurrence, after.Recurrence),
        RecurrenceFrom = Changed<RecurrenceBasis?>.Between(before?.RecurrenceFrom, after.RecurrenceFrom),
        TimeZone = Changed<string?>.Between(before?.TimeZone, after.TimeZone),
        Reminders = Between(before?.Reminders ?? [], after.Reminders ?? []),
    };

    private static Changed<IReadOnlyList<T>> Between<T>(IReadOnlyList<T> from, IReadOnlyList<T> to) => from.SequenceEqual(to) ? default : new(from, to);
}

/// <summary>What a member was and what it became.</summary>
[method: JsonConstructor]
internal readonly record struct Changed<T>(T From, T To)
{
    /// <summary>The default, which is not written, where both are the same.</summary>
    internal static Changed<T> Between(T from, T to) => EqualityComparer<T>.Default.Equals(from, to) ? default : new Changed<T>(from, to);
}
