using System.Text.Json;
using System.Text.Json.Nodes;
using Todo.Api.Features.Tasks;
using Todo.Api.Persistence.Entities;

namespace Todo.Api.Features.Changes;

/// <summary>What a task was at some time, as the trigger wrote it into the log. Its times are in UTC, without saying so.</summary>
internal sealed record TaskSnapshot(
    string Title, string? Description, bool Completed, TaskPriority Priority, DateTime? DueAt, bool DueIsDate, long Version, DateTime CreatedAt, DateTime UpdatedAt,
    DateTime? DeletedAt, string[]? Tags = null, long? ListId = null, long? ParentId = null, int SubtasksTotal = 0, int SubtasksCompleted = 0, string? MovedTo = null,
    string? Recurrence = null, RecurrenceBasis? RecurrenceFrom = null, string? TimeZone = null, long? NextTaskId = null, IReadOnlyList<Reminder>? Reminders = null)
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    internal DueDate? DueDate => DueAt is { } at ? new DueDate(Utc(at), DueIsDate) : null;

    /// <summary>Reads <see cref="TaskChange.After"/>.</summary>
    internal static TaskSnapshot Parse(string json) => JsonSerializer.Deserialize<TaskSnapshot>(json, Options)!;

    /// <summary>What the task was before a change, its version and times aside; nothing where the change created it.</summary>
    internal static TaskSnapshot? Before(TaskChange change)
    {
        if (change.Before is null)
        {
            return null;
        }

        var task = JsonNode.Parse(change.After!)!.AsObject();
        foreach (var (member, value) in JsonNode.Parse(change.Before)!.AsObject())
        {
            task[member] = value?.DeepClone();
        }

        return task.Deserialize<TaskSnapshot>(Options);
    }

    internal TaskResponse ToResponse(string userId, long taskId) => new(
        taskId, userId, Title, Description, Completed, Priority, DueDate, Tags ?? [], ListId, ParentId, new SubtaskCounts(SubtasksCompleted, SubtasksTotal),
        TaskPosition.From(MovedTo, taskId), Recurrence, RecurrenceFrom, TimeZone, NextTaskId, Reminders ?? [], Version, Utc(CreatedAt), Utc(UpdatedAt), DeletedAt is { } deletedAt ? Utc(deletedAt) : null);

    private static DateTime Utc(DateTime time) => DateTime.SpecifyKind(time, DateTimeKind.Utc);
}
