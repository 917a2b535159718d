using System.Text.Json.Serialization;

namespace Todo.Api.Persistence.Entities;

/// <summary>What happened to a task.</summary>
/// <remarks>The numbers are stored; the trigger writes them.</remarks>
internal enum TaskChangeType : short
{
    [JsonStringEnumMemberName("task.created")]
    Created = 1,

    [JsonStringEnumMemberName("task.updated")]
    Updated = 2,

    [JsonStringEnumMemberName("task.completed")]
    Completed = 3,

    [JsonStringEnumMemberName("task.reopened")]
    Reopened = 4,

    [JsonStringEnumMemberName("task.deleted")]
    Deleted = 5,

    [JsonStringEnumMemberName("task.restored")]
    Restored = 6,

    [JsonStringEnumMemberName("task.purged")]
    Purged = 7,

    /// <summary>A reminder rang: an event of the stream, not a change.</summary>
    [JsonStringEnumMemberName("task.reminder")]
    Reminder = 8,
}
