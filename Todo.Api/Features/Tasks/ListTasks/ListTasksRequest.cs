using Todo.Api.Persistence.Entities;
using Todo.Api.Requests;

namespace Todo.Api.Features.Tasks.ListTasks;

/// <summary>Which tasks, in which order, and how many of them.</summary>
internal sealed record ListTasksRequest : IQuery<ListTasksRequest>
{
    internal const int MaxLimit = 500;
    internal const int DefaultLimit = 100;
    internal const int MaxSearchLength = 200;

    /// <summary>all (the default), pending or completed.</summary>
    public StatusFilter? Status { get; init; }

    /// <summary>true or false: the same as status.</summary>
    public bool? Completed { get; init; }

    /// <summary>One or several of low, medium, high, separated by commas.</summary>
    public IReadOnlyList<TaskPriority>? Priority { get; init; }

    /// <summary>Due at this date or instant, or later.</summary>
    public DueDate? DueDateFrom { get; init; }

    /// <summary>Due at this date or instant, or earlier; a date includes that whole day (UTC).</summary>
    public DueDate? DueDateTo { get; init; }

    /// <summary>Words that must all occur in title or description, in any case; at most 200 characters.</summary>
    public string? Search { get; init; }

    /// <summary>created_at (the default), updated_at, due_date, priority or title.</summary>
    public TaskSort Sort { get; init; } = TaskSort.CreatedAt;

    /// <summary>asc or desc (the default). Tasks without a due date come last either way.</summary>
    public SortOrder Order { get; init; } = SortOrder.Desc;

    /// <summary>How many tasks at most: 1 to 500, by default 100.</summary>
    public int Limit { get; init; } = DefaultLimit;

    /// <summary>The page, counted from 1; not together with cursor.</summary>
    public long? Page { get; init; }

    /// <summary>Where to go on: from the next link of the same list.</summary>
    public TaskCursor? Cursor { get; init; }

    /// <summary>Whether to count all tasks that match, in X-Total-Count. With page they are always counted.</summary>
    public bool Count { get; init; }

    /// <summary>What status and completed say together; nothing for all.</summary>
    internal bool? IsCompleted => Completed ?? (Status switch
    {
        StatusFilter.Pending => false,
        StatusFilter.Completed => true,
        _ => null,
    });

    /// <summary>The words of the search.</summary>
    internal string[] Words => Search?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
