using System.Diagnostics;
using System.Net.Sockets;
using Microsoft.Extensions.ObjectPool;
using Npgsql;

namespace Todo.Api.Persistence.Connection;

/// <summary>
/// What a statement does while the database is away: it ends in time, and is tried a second time where that cannot do harm, because it only
/// reads or because nothing had been sent. A write that may have arrived is never sent again.
/// </summary>
internal sealed class Attempts(DatabaseLimits limits)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    // As many as there can be statements at once, or most would be made anew.
    private readonly ObjectPool<Deadline> _deadlines = new DefaultObjectPool<Deadline>(new DefaultPooledObjectPolicy<Deadline>(), maximumRetained: 512);

    /// <summary>Runs what sends one statement. It notes in its attempt when a write goes out.</summary>
    /// <exception cref="NpgsqlException">The database is away, or did not answer in time.</exception>
    internal async Task<TResult> RunAsync<TState, TResult>(
        TState state, Func<TState, Attempt, CancellationToken, Task<TResult>> operation, CancellationToken ct)
    {
        var start = Stopwatch.GetTimestamp();
        var deadline = _deadlines.Get();
        var token = deadline.Start(limits.StatementTimeout, ct);
        try
        {
            var attempt = new Attempt();
            try
            {
                return await operation(state, attempt, token);
            }
            catch (Exception e) when (!attempt.HasSentWrite && IsPassing(e) && Stopwatch.GetElapsedTime(start) < limits.RetryBudget)
            {
                await Task.Delay(Pause, token);
            }

            return await operation(state, new Attempt(), token);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            throw new NpgsqlException("The database did not answer in time", new TimeoutException());
        }
        finally
        {
            _deadlines.Return(deadline);
        }
    }

    // Not a timeout: the database is busy then, and the same once more would make it busier.
    private static bool IsPassing(Exception exception) => exception switch
    {
        NpgsqlException { InnerException: TimeoutException } => false,
        NpgsqlException e => e.IsTransient,
        SocketException => true,
        _ => false,
    };
}

/// <summary>How far an attempt got.</summary>
internal sealed class Attempt
{
    internal bool HasSentWrite { get; private set; }

    /// <summary>Notes that a statement goes out; harmless is a plain <c>SELECT</c> alone.</summary>
    internal void Sends(string sql) => HasSentWrite |= !sql.AsSpan().TrimStart().StartsWith("SELECT ", StringComparison.OrdinalIgnoreCase);
}
