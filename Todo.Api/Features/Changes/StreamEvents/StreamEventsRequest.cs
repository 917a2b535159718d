using Todo.Api.Requests;

namespace Todo.Api.Features.Changes.StreamEvents;

/// <summary>Where the stream begins.</summary>
internal sealed record StreamEventsRequest : IQuery<StreamEventsRequest>
{
    /// <summary>A token: the id of an event, or `next` of the changes; the header `Last-Event-ID` says the same, and wins. Without either the stream begins now.</summary>
    [OtherNames(Hints = ["token", "last_event_id", "after"])]
    public SyncToken? Since { get; init; }
}
