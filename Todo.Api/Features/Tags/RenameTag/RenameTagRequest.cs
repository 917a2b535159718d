using System.Collections.Frozen;
using Todo.Api.Requests;

namespace Todo.Api.Features.Tags.RenameTag;

/// <summary>Another name for a tag.</summary>
/// <example>{ "name": "house" }</example>
internal sealed record RenameTagRequest : IJsonBody<RenameTagRequest>
{
    public static IReadOnlyList<string> MediaTypes { get; } = ["application/json", "application/merge-patch+json"];

    public static IReadOnlySet<string> IgnoredMembers { get; } = FrozenSet.Create("count");

    /// <summary>1 to 50 characters after trimming, without commas.</summary>
    public required string Name { get; init => field = value.Trim(); }
}
