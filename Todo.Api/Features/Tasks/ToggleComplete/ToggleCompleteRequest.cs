using Todo.Api.Requests;

namespace Todo.Api.Features.Tasks.ToggleComplete;

/// <summary>What a task shall become; nothing toggles it.</summary>
/// <example>{ "completed": true }</example>
internal sealed record ToggleCompleteRequest : IJsonBody<ToggleCompleteRequest>
{
    public static bool IsOptional => true;

    public static IReadOnlySet<string> IgnoredMembers => TaskResponse.ReadOnlyMembers;

    /// <summary>true completes the task, false reopens it; left out it is toggled.</summary>
    public Optional<bool> Completed { get; init; }
}
