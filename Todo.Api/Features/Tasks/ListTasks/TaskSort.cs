using Todo.Api.Requests;

namespace Todo.Api.Features.Tasks.ListTasks;

/// <summary>What a list is sorted by. Negative where a minus stood before the name: in descending order.</summary>
[SignedNames]
internal enum TaskSort
{
    [OtherNames("created")]
    CreatedAt = 1,

    [OtherNames("updated")]
    UpdatedAt,

    [OtherNames("due")]
    DueDate,

    Priority,

    [OtherNames("name")]
    Title,

    Position,
}

/// <summary>In which direction; tasks without a due date come last either way.</summary>
internal enum SortOrder
{
    Asc,
    Desc,
}

/// <summary>Which tasks are listed.</summary>
internal enum StatusFilter
{
    All,

    [OtherNames("todo", "active", "incomplete", "open")]
    Pending,

    [OtherNames("done")]
    Completed,
}
