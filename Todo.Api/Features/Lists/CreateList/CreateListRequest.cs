using Todo.Api.Requests;

namespace Todo.Api.Features.Lists.CreateList;

/// <summary>A new list.</summary>
/// <example>{ "name": "Groceries", "color": "#ff8800" }</example>
internal sealed record CreateListRequest : IJsonBody<CreateListRequest>
{
    public static IReadOnlySet<string> IgnoredMembers => ListResponse.ReadOnlyMembers;

    /// <summary>1 to 100 characters after trimming.</summary>
    [OtherNames(Hints = ["title"])]
    public required string Name { get; init => field = value.Trim(); }

    /// <summary>A color such as #ff8800, in any case, or null.</summary>
    [OtherNames(Hints = ["colour", "hex_color"])]
    public string? Color { get; init => field = value?.ToLowerInvariant(); }
}
