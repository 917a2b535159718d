namespace Todo.Api.Persistence.Entities;

/// <summary>What happened to a task.</summary>
/// <remarks>The numbers are stored; the trigger writes them.</remarks>
internal enum TaskChangeType : short
{
    Created = 1,
    Updated = 2,
    Completed = 3,
    Reopened = 4,
    Deleted = 5,
    Restored = 6,
    Purged = 7,
}
