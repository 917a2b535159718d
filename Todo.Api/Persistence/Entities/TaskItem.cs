namespace Todo.Api.Persistence.Entities;

/// <summary>A task of a user. Lengths are Unicode code points, here, in the validators and in PostgreSQL.</summary>
internal sealed class TaskItem : IOwned
{
    internal const int MaxTitleLength = 200;
    internal const int MaxDescriptionLength = 1000;
    internal const TaskPriority DefaultPriority = TaskPriority.Medium;

    private TaskItem()
    {
    }

    public string UserId { get; private init; } = "";

    public long Id { get; private init; }

    public string Title { get; private set; } = "";

    public string? Description { get; private set; }

    public bool Completed { get; private set; }

    public TaskPriority Priority { get; private set; }

    /// <summary>The instant by which the task is due; for a date its first instant in UTC. What sorting and filtering go by.</summary>
    public DateTime? DueAt { get; private set; }

    /// <summary>Whether a day was given, which must never turn into another day in another time zone.</summary>
    public bool DueIsDate { get; private set; }

    internal DueDate? DueDate => DueAt is { } at ? new DueDate(at, DueIsDate) : null;

    public DateTime CreatedAt { get; private init; }

    /// <summary>When it last really changed: a write that changes nothing leaves it alone.</summary>
    public DateTime UpdatedAt { get; private set; }

    /// <summary>Grows with every real change. The trigger on the table counts it, no matter which program writes.</summary>
    public long Version { get; private init; }

    /// <summary>Since when the task is in the trash; no query sees it then unless it asks for the trash.</summary>
    public DateTime? DeletedAt { get; private set; }

    /// <summary>Title and description, folded: what a search reads. The trigger fills it.</summary>
    public string SearchText { get; private init; } = "";

    internal static TaskItem Create(
        string userId, string title, string? description, bool completed, TaskPriority priority, DueDate? dueDate, DateTime now) => new()
        {
            UserId = userId,
            Title = title,
            Description = description,
            Completed = completed,
            Priority = priority,
            DueAt = dueDate?.At,
            DueIsDate = dueDate?.IsDate ?? false,
            CreatedAt = now,
            UpdatedAt = now,
            Version = 1,
        };

    internal void Update(string title, string? description, bool completed, TaskPriority priority, DueDate? dueDate, DateTime now)
    {
        (Title, Description, Priority) = (title, description, priority);
        (DueAt, DueIsDate) = (dueDate?.At, dueDate?.IsDate ?? false);
        Complete(completed, now);
    }

    internal void Complete(bool completed, DateTime now) => (Completed, UpdatedAt) = (completed, now);

    internal void Trash(DateTime now) => (DeletedAt, UpdatedAt) = (now, now);
}
