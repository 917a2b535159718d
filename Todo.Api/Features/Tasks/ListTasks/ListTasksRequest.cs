using Todo.Api.Persistence.Entities;
using Todo.Api.Requests;

namespace Todo.Api.Features.Tasks.ListTasks;

/// <summary>Which tasks, in which order, and how many of them.</summary>
internal sealed record ListTasksRequest : IQuery<ListTasksRequest>
{
    internal const int MaxOffset = 10_000;

    /// <summary>all (the default), pending (also todo, active, incomplete, open) or completed (also done), in any case. Also `status_filter`.</summary>
    [OtherNames("status_filter")]
    public StatusFilter? Status { get; init; }

    /// <summary>true or false: the same as status.</summary>
    public bool? Completed { get; init; }

    /// <summary>One or several of low, medium, high, separated by commas, in any case. Also `priority_filter`.</summary>
    [OtherNames("priority_filter")]
    public IReadOnlyList<TaskPriority>? Priority { get; init; }

    /// <summary>Due at this date or instant, or later. Also `due_after`.</summary>
    [OtherNames("due_after", Hints = ["due_date"])]
    public DueDate? DueDateFrom { get; init; }

    /// <summary>Due at this date or instant, or earlier; a date includes that whole day (UTC). Also `due_before`.</summary>
    [OtherNames("due_before")]
    public DueDate? DueDateTo { get; init; }

    /// <summary>One or several of overdue (and not completed), today, tomorrow, week (today and the six days after) and none (no due date), separated by commas: tasks of any of these.</summary>
    public IReadOnlyList<DueFilter>? Due { get; init; }

    /// <summary>The IANA time zone that decides what day it is, for due; by default UTC. A due date without a time is that day everywhere.</summary>
    [OtherNames(Hints = ["tz"])]
    public IanaTimeZone TimeZone { get; init; } = IanaTimeZone.Utc;

    /// <summary>Tasks that have all of these tags, separated by commas, in any case. Also `tag`.</summary>
    [OtherNames("tag", Hints = ["labels", "label"])]
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Tasks that have any of these tags, separated by commas, in any case.</summary>
    public IReadOnlyList<string>? TagsAny { get; init; }

    /// <summary>Tasks of the list with this id, or none: those of the inbox.</summary>
    [OtherNames(Hints = ["list", "project_id", "project"])]
    public IdFilter? ListId { get; init; }

    /// <summary>The id of a task: those directly below it; or none: those below no other.</summary>
    [OtherNames(Hints = ["parent", "parent_task_id"])]
    public IdFilter? ParentId { get; init; }

    /// <summary>Words that must all occur in title, description or tags, in any case; at most 200 characters. Empty means no search. Also `q`.</summary>
    [OtherNames("q")]
    public string? Search { get; init; }

    /// <summary>created_at (the default), updated_at, due_date, priority, title or position; also created, updated, due, name. A leading - means desc. Also `sort_by`, `order_by`.</summary>
    [OtherNames("sort_by", "order_by")]
    public TaskSort Sort { get; init; } = TaskSort.CreatedAt;

    /// <summary>asc or desc (the default, but for position). Tasks without a due date come last either way. Also `sort_order`, `direction`.</summary>
    [OtherNames("sort_order", "direction", Hints = ["sort_dir"])]
    public SortOrder? Order { get; init; }

    /// <summary>How many tasks at most: 1 to 500, by default 100. Also `per_page`, `page_size`.</summary>
    [OtherNames("per_page", "page_size")]
    public int Limit { get; init; } = CountedPage.DefaultLimit;

    /// <summary>The page, counted from 1; at most one of page, offset and cursor.</summary>
    public long? Page { get; init; }

    /// <summary>How many tasks to leave out at the start: 0 to 10,000. Also `skip`.</summary>
    [OtherNames("skip")]
    public int? Offset { get; init; }

    /// <summary>Where to go on: from the next link of the same list.</summary>
    public TaskCursor? Cursor { get; init; }

    /// <summary>Whether to count all tasks that match, in X-Total-Count. With page and offset they are always counted.</summary>
    public bool Count { get; init; }

    /// <summary>What status and completed say together; nothing for all.</summary>
    internal bool? IsCompleted => Completed ?? (Status switch
    {
        StatusFilter.Pending => false,
        StatusFilter.Completed => true,
        _ => null,
    });

    internal TaskSort SortKey => (TaskSort)Math.Abs((int)Sort);

    internal bool IsAscending => Order is null ? Sort == TaskSort.Position : Order == SortOrder.Asc;

    /// <summary>How many tasks come before the page, where it is not found by a cursor.</summary>
    internal long? Skipped => Page is { } page ? (long)Int128.Min((Int128)(page - 1) * Limit, long.MaxValue) : Offset;

    /// <summary>The words of the search.</summary>
    internal string[] Words => TaskSearch.WordsOf(Search);
}
