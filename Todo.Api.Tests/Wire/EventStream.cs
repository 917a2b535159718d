using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Todo.Api.Tests.Wire;

/// <summary>An event as it came.</summary>
internal sealed record Event(string Type, string Id, JsonElement Data)
{
    internal long TaskId => Data.GetProperty("task_id").GetInt64();
}

/// <summary>An open stream of a user's events.</summary>
internal sealed class EventStream : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly SseParser<JsonElement> _parser;
    private readonly IAsyncEnumerator<SseItem<JsonElement>> _items;

    private EventStream(HttpResponseMessage response, Stream body)
    {
        _response = response;
        _parser = SseParser.Create(body, (_, data) => JsonElement.Parse(data));
        _items = _parser.EnumerateAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
    }

    internal HttpResponseMessage Response => _response;

    internal static async Task<EventStream> OpenAsync(HttpClient client, string? lastEventId = null, string query = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"events{query}");
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == HttpStatusCode.OK, response.StatusCode == HttpStatusCode.OK ? "" : await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return new EventStream(response, await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The next event; nothing once the stream has ended.</summary>
    internal async Task<Event?> NextAsync() => await _items.MoveNextAsync()
        ? new Event(_items.Current.EventType, _parser.LastEventId, _items.Current.Data)
        : null;

    internal async Task<Event[]> TakeAsync(int count)
    {
        var events = new Event[count];
        for (var i = 0; i < count; i++)
        {
            events[i] = await NextAsync() ?? throw new InvalidOperationException($"The stream ended after {i} events.");
        }

        return events;
    }

    /// <summary>Cuts the connection, whatever is still on its way.</summary>
    public ValueTask DisposeAsync()
    {
        _response.Dispose();
        return ValueTask.CompletedTask;
    }
}
