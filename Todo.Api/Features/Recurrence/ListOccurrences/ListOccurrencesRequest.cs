using Todo.Api.Requests;

namespace Todo.Api.Features.Recurrence.ListOccurrences;

/// <summary>How much of a series.</summary>
internal sealed record ListOccurrencesRequest : IQuery<ListOccurrencesRequest>
{
    internal const int MaxLimit = 100;
    internal const int DefaultLimit = 10;

    /// <summary>How many due dates at most: 1 to 100, by default 10.</summary>
    public int Limit { get; init; } = DefaultLimit;
}
