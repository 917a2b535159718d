namespace Todo.Api.Persistence.Entities;

/// <summary>A task of a user. Lengths are Unicode code points, here, in the validators and in PostgreSQL.</summary>
internal sealed class TaskItem
{
    internal const int MaxTitleLength = 200;
    internal const int MaxDescriptionLength = 1000;

    /// <summary>About how many first tasks of a user stay out of the search index: so few are read faster than each change of them would be indexed.</summary>
    internal const int OutsideSearchIndex = 300;

    internal const TaskPriority DefaultPriority = TaskPriority.Medium;

    public long Id { get; private set; }

    public string UserId { get; private set; } = "";

    public string Title { get; private set; } = "";

    public string? Description { get; private set; }

    public bool Completed { get; private set; }

    public TaskPriority Priority { get; private set; }

    /// <summary>The instant by which the task is due; for a date its first instant in UTC. What sorting and filtering go by.</summary>
    public DateTime? DueAt { get; private set; }

    /// <summary>Whether a day was given, which must never turn into another day in another time zone.</summary>
    public bool DueIsDate { get; private set; }

    public DateTime CreatedAt { get; private set; }

    public DateTime UpdatedAt { get; private set; }

    /// <summary>Whether the search index has it; decided when it is created, and never changed.</summary>
    public bool InSearchIndex { get; private set; }

    public DueDate? DueDate => DueAt is { } at ? new DueDate(at, DueIsDate) : null;
}
