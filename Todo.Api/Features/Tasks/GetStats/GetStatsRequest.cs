using Todo.Api.Requests;

namespace Todo.Api.Features.Tasks.GetStats;

/// <summary>Where it is today.</summary>
internal sealed record GetStatsRequest : IQuery<GetStatsRequest>
{
    /// <summary>The IANA time zone that decides what day it is; by default UTC. A due date without a time is that day everywhere.</summary>
    [OtherNames(Hints = ["tz"])]
    public IanaTimeZone TimeZone { get; init; } = IanaTimeZone.Utc;
}
