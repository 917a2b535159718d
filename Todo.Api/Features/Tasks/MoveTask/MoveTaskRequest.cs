using Todo.Api.Requests;

namespace Todo.Api.Features.Tasks.MoveTask;

/// <summary>Where a task is to stand: right behind another or right before it, in another list, or both.</summary>
/// <example>{ "after": null }</example>
internal sealed record MoveTaskRequest : IJsonBody<MoveTaskRequest>
{
    /// <summary>The task to stand right behind; null: before all others. At most one of after and before.</summary>
    [OtherNames(Hints = ["behind", "after_id"])]
    public Optional<long?> After { get; init; }

    /// <summary>The task to stand right before; null: behind all others.</summary>
    [OtherNames(Hints = ["before_id"])]
    public Optional<long?> Before { get; init; }

    /// <summary>The list to put it into, or null for the inbox; left out, it stays in its list.</summary>
    [OtherNames(Hints = ["list", "project_id", "project"])]
    public Optional<long?> ListId { get; init; }

    /// <summary>Whether it is to stand somewhere else in the order; else it changes its list only.</summary>
    internal bool IsInOrder => After.IsPresent || Before.IsPresent;

    internal string AnchorName => After.IsPresent ? "after" : "before";

    internal long? Anchor => After.IsPresent ? After.Value : Before.Value;
}
