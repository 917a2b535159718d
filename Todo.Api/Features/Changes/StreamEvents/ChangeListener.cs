using System.Threading.Channels;
using Todo.Api.Persistence.Entities;

namespace Todo.Api.Features.Changes.StreamEvents;

/// <summary>One stream's place at the <see cref="ChangePoller"/>: from which number on it waits for changes of its user.</summary>
internal sealed class ChangeListener(string userId, long number, TimeProvider clock)
{
    /// <summary>A client that is further behind than this is let go: it comes back with its last event's id, and memory stays bounded.</summary>
    private const int Capacity = 2 * ChangePoller.MaxRows;

    private static readonly TimeSpan KeepAliveEvery = TimeSpan.FromSeconds(20);

    private readonly Channel<TaskChange?> _channel = Channel.CreateBounded<TaskChange?>(Capacity);
    private long _lastSign = clock.GetTimestamp();

    internal string UserId => userId;

    /// <summary>The last change that was handed on.</summary>
    internal long Number { get; private set; } = number;

    /// <summary>What is handed on, until <see cref="End"/>; nothing where it is time for a sign of life.</summary>
    internal IAsyncEnumerable<TaskChange?> Changes => _channel.Reader.ReadAllAsync();

    /// <summary>Hands on what comes behind the last one, and a sign of life where nothing did for a while.</summary>
    internal void Offer(IEnumerable<TaskChange> changes)
    {
        foreach (var change in changes.Where(change => change.Id > Number))
        {
            Write(change);
            Number = change.Id;
        }

        if (clock.GetElapsedTime(_lastSign) >= KeepAliveEvery)
        {
            Write(null);
        }
    }

    internal void End() => _channel.Writer.TryComplete();

    private void Write(TaskChange? change)
    {
        _lastSign = clock.GetTimestamp();
        if (!_channel.Writer.TryWrite(change))
        {
            End();
        }
    }
}
