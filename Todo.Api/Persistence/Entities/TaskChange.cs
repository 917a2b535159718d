namespace Todo.Api.Persistence.Entities;

/// <summary>One change of one task. The trigger on <c>tasks</c> writes it, in the transaction of the change; no other code adds any.</summary>
internal sealed class TaskChange : IOwned
{
    private TaskChange()
    {
    }

    public string UserId { get; private init; } = "";

    /// <summary>Of one user's changes, a later one has a higher number and is never committed before an earlier one.</summary>
    public long Id { get; private init; }

    /// <summary>The task, which may have been purged since.</summary>
    public long TaskId { get; private init; }

    public TaskChangeType Type { get; private init; }

    public DateTime At { get; private init; }

    /// <summary>A JSON object of the columns that changed, with their old values; nothing for a created or purged task. Times are in UTC, without a <c>Z</c>.</summary>
    public string? Before { get; private init; }

    /// <summary>A JSON object of what the task was after the change; nothing once it is purged.</summary>
    public string? After { get; private init; }
}
