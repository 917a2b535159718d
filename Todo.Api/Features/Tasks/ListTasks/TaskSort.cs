namespace Todo.Api.Features.Tasks.ListTasks;

/// <summary>What a list is sorted by.</summary>
internal enum TaskSort
{
    CreatedAt,
    UpdatedAt,
    DueDate,
    Priority,
    Title,
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
    Pending,
    Completed,
}
