namespace Todo.Api.Persistence.Entities;

/// <summary>How important a task is.</summary>
/// <remarks>The numbers are stored, and sort in the order of meaning.</remarks>
internal enum TaskPriority : short
{
    Low = 1,
    Medium = 2,
    High = 3,
}
