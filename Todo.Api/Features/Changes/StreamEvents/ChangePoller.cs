using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Todo.Api.Persistence;
using Todo.Api.Persistence.Connection;
using Todo.Api.Persistence.Entities;

namespace Todo.Api.Features.Changes.StreamEvents;

/// <summary>Asks the log what is new for all streams of this instance together: once a second, and not at all while there is none.</summary>
internal sealed partial class ChangePoller(IServiceScopeFactory scopes, TimeProvider clock, ILogger<ChangePoller> log) : BackgroundService
{
    /// <summary>So many changes of one user are read at a time.</summary>
    internal const int MaxRows = 250;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<ChangeListener, string> _listeners = [];

    /// <summary>Begins to listen for what comes behind a number.</summary>
    internal ChangeListener Add(string userId, long number)
    {
        var listener = new ChangeListener(userId, number, clock);
        _listeners.TryAdd(listener, userId);
        return listener;
    }

    internal void Remove(ChangeListener listener) => _listeners.TryRemove(listener, out _);

    /// <summary>What comes behind these numbers of these users, in its order.</summary>
    internal async Task<List<TaskChange>> ReadAsync(string[] users, long[] numbers, CancellationToken ct)
    {
        // Streams are open for hours: none keeps a context for itself.
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TodoDbContext>();
        return await db.TaskChanges.FromSql(
            $"""
            SELECT changes.* FROM unnest({users}, {numbers}) AS listening (user_id, number)
            CROSS JOIN LATERAL (SELECT * FROM task_changes WHERE user_id = listening.user_id AND id > listening.number ORDER BY id LIMIT {MaxRows}) AS changes
            ORDER BY changes.user_id, changes.id
            """).ToListAsync(ct);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause);
        var isAway = false;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var users = _listeners.Keys.ToLookup(listener => listener.UserId);
            if (users.Count == 0)
            {
                continue;
            }

            var changes = Enumerable.Empty<TaskChange>();
            try
            {
                changes = await ReadAsync(
                    [.. users.Select(user => user.Key)], [.. users.Select(user => user.Min(listener => listener.Number))], stoppingToken);
                isAway = false;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // The streams stay open and wait. One line for all of an outage; what is no outage is a bug, which ends neither the streams nor the process.
                if (!isAway)
                {
                    LogWaiting(exception.GetBaseException().Message, DatabaseErrors.IsOutage(exception) ? null : exception);
                }

                isAway = true;
            }

            var byUser = changes.ToLookup(change => change.UserId);
            foreach (var listener in users.SelectMany(user => user))
            {
                listener.Offer(byUser[listener.UserId]);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Events wait for the database: {Reason}")]
    private partial void LogWaiting(string reason, Exception? exception);
}
