namespace Todo.Api.Persistence.Entities;

/// <summary>How important a task is; the numbers are stored and sort in the order of meaning.</summary>
internal enum TaskPriority : short
{
    Low = 1,
    Medium = 2,
    High = 3,
}
