namespace Todo.Api.Persistence.Entities;

/// <summary>A reminder that has still to ring. The trigger on tasks keeps these in step with them.</summary>
internal sealed class PendingReminder : IOwned
{
    private PendingReminder()
    {
    }

    public string UserId { get; private init; } = "";

    public long TaskId { get; private init; }

    public DateTime RingsAt { get; private init; }
}
