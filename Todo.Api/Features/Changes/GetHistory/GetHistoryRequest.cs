using Todo.Api.Features.Tasks;
using Todo.Api.Requests;

namespace Todo.Api.Features.Changes.GetHistory;

/// <summary>How much of a history.</summary>
internal sealed record GetHistoryRequest : IQuery<GetHistoryRequest>
{
    internal const int MaxLimit = 500;
    internal const int DefaultLimit = 100;

    /// <summary>How many changes at most: 1 to 500, by default 100. Also `per_page`, `page_size`.</summary>
    [OtherNames("per_page", "page_size")]
    public int Limit { get; init; } = DefaultLimit;

    /// <summary>Where to go on: from the next link of the same history.</summary>
    public TaskCursor? Cursor { get; init; }
}
