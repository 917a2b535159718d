using Todo.Api.Requests;

namespace Todo.Api.Features.Tasks.ToggleComplete;

/// <summary>What a task shall become; nothing toggles it.</summary>
/// <example>{ "completed": true }</example>
internal sealed record ToggleCompleteRequest : IJsonBody<ToggleCompleteRequest>
{
    public static bool IsOptional => true;

    public static IReadOnlySet<string> IgnoredMembers => TaskResponse.OtherMembers;

    /// <summary>true completes the task, false reopens it; left out it is toggled. Also `is_completed` or `done`, and as `status` (completed or pending).</summary>
    [OtherNames("is_completed", "done")]
    [Words("status", typeof(CompletionStatus))]
    public Optional<bool> Completed { get; init; }
}
