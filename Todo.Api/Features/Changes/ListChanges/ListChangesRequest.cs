using Todo.Api.Requests;

namespace Todo.Api.Features.Changes.ListChanges;

/// <summary>Which changes, and how many of them.</summary>
internal sealed record ListChangesRequest : IQuery<ListChangesRequest>
{
    internal const int MaxLimit = 500;

    /// <summary>A token: `next` of an earlier answer, or the id of an event. Without it: no changes, and the token of now.</summary>
    [OtherNames(Hints = ["token", "cursor", "after"])]
    public SyncToken? Since { get; init; }

    /// <summary>How many tasks at most, changed and deleted together: 1 to 500, by default 100.</summary>
    public int Limit { get; init; } = 100;
}
