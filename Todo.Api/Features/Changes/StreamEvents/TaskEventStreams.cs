using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Todo.Api.Persistence;
using Todo.Api.Persistence.Connection;
using Todo.Api.Persistence.Entities;
using Todo.Api.Requests;
using Todo.Api.Security;

namespace Todo.Api.Features.Changes.StreamEvents;

/// <summary>The streams themselves: first what a client has missed, then what the poller hands on.</summary>
internal sealed class TaskEventStreams(ChangePoller poller, IHostApplicationLifetime lifetime, TimeProvider clock)
{
    /// <summary>Longer is more than a timer takes; such a client connects again.</summary>
    private static readonly TimeSpan MaxLife = TimeSpan.FromDays(30);

    /// <summary>What happens behind a token, until the access token runs out, the server stops or the client goes.</summary>
    internal async IAsyncEnumerable<SseItem<TaskEvent>> OpenAsync(
        HttpContext http, string userId, SyncToken since, TimeSpan tokenLife, [EnumeratorCancellation] CancellationToken ct)
    {
        if (HttpMethods.IsHead(http.Request.Method))
        {
            yield break;
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct, lifetime.ApplicationStopping);
        end.CancelAfter(TimeSpan.FromTicks(Math.Clamp((tokenLife + JwtOptions.ClockSkew).Ticks, 0, MaxLife.Ticks)));

        // Opens the stream, and tells where it begins: a connection that is cut before the first event can go on from there.
        await http.Response.WriteAsync($"id: {since}\n\n", ct);

        var number = since.Number;
        List<TaskChange> missed;
        do
        {
            missed = await ReadAsync(userId, number, end.Token);
            foreach (var change in missed)
            {
                number = change.Id;
                yield return Event(change, since.IssuedAt);
            }
        }
        while (missed.Count == ChangePoller.MaxRows);

        var listener = poller.Add(userId, number);
        try
        {
            await using var ending = end.Token.Register(listener.End);
            await foreach (var change in listener.Changes)
            {
                if (change is null)
                {
                    await http.Response.WriteAsync(": keep-alive\n\n", ct);
                }
                else
                {
                    yield return Event(change, clock.Now());
                }
            }
        }
        finally
        {
            poller.Remove(listener);
        }
    }

    /// <summary>What the client has missed; nothing more where the database is away or the stream is over: the poller goes on from there.</summary>
    private async Task<List<TaskChange>> ReadAsync(string userId, long number, CancellationToken ct)
    {
        try
        {
            return await poller.ReadAsync([userId], [number], ct);
        }
        catch (Exception exception) when (ct.IsCancellationRequested || DatabaseErrors.IsOutage(exception))
        {
            return [];
        }
    }

    private static SseItem<TaskEvent> Event(TaskChange change, DateTime issuedAt)
    {
        var content = TaskEvent.From(change);
        return new(content, WireType.NameOf(content.Type)) { EventId = new SyncToken(change.Id, change.At, issuedAt).ToString() };
    }
}
