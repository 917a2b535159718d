using Todo.Api.Requests;

namespace Todo.Api.Features.Lists.UpdateList;

/// <summary>Changes to a list as a merge patch (RFC 7396): what is left out stays as it is, null clears what can be cleared.</summary>
/// <example>{ "name": "Food", "color": null }</example>
internal sealed record UpdateListRequest : IJsonBody<UpdateListRequest>
{
    public static IReadOnlyList<string> MediaTypes { get; } = ["application/json", "application/merge-patch+json"];

    public static IReadOnlySet<string> IgnoredMembers => ListResponse.ReadOnlyMembers;

    /// <summary>1 to 100 characters after trimming.</summary>
    [OtherNames(Hints = ["title"])]
    public Optional<string> Name { get; init => field = value.IsPresent ? new(value.Value.Trim()) : value; }

    /// <summary>A color such as #ff8800, in any case; null clears it.</summary>
    [OtherNames(Hints = ["colour", "hex_color"])]
    public Optional<string?> Color { get; init => field = value.IsPresent ? new(value.Value?.ToLowerInvariant()) : value; }
}
