namespace Todo.Api.Persistence.Entities;

/// <summary>A list that a user puts tasks into.</summary>
internal sealed class TaskList : IOwned
{
    internal const int MaxNameLength = 100;

    /// <summary>How many lists a user may have: they are answered with all at once.</summary>
    internal const int MaxLists = 500;

    private TaskList()
    {
    }

    public string UserId { get; private init; } = "";

    public long Id { get; private init; }

    public string Name { get; private set; } = "";

    /// <summary><c>#rrggbb</c>, or nothing.</summary>
    public string? Color { get; private set; }

    /// <summary>How many of its live tasks are not completed, and how many there are. The trigger on tasks counts them.</summary>
    public int Open { get; private init; }

    public int Total { get; private init; }

    /// <summary>Grows with every real change, that of its counts included.</summary>
    public long Version { get; private init; }

    public DateTime CreatedAt { get; private init; }

    public DateTime UpdatedAt { get; private set; }
}
