using System.Diagnostics;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Todo.Api.Persistence;

/// <summary>
/// What a statement does while the database is away: it ends in time, and is tried a second time where that cannot do harm, because it only
/// reads or because nothing had been sent. A write that may have arrived is never sent again.
/// </summary>
/// <remarks>EF Core's own retrying strategy repeats writes too, and buffers every result.</remarks>
internal sealed class OutageStrategy(ExecutionStrategyDependencies dependencies, DatabaseLimits limits) : IExecutionStrategy
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Whether whole units of work with transactions of their own can be repeated here: they cannot.</summary>
    public bool RetriesOnFailure => false;

    public TResult Execute<TState, TResult>(
        TState state, Func<DbContext, TState, TResult> operation, Func<DbContext, TState, ExecutionResult<TResult>>? verifySucceeded) =>
        operation(dependencies.CurrentContext.Context, state);

    public async Task<TResult> ExecuteAsync<TState, TResult>(
        TState state,
        Func<DbContext, TState, CancellationToken, Task<TResult>> operation,
        Func<DbContext, TState, CancellationToken, Task<ExecutionResult<TResult>>>? verifySucceeded,
        CancellationToken cancellationToken = default)
    {
        var start = Stopwatch.GetTimestamp();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = new Timer(CancelElsewhere, deadline, limits.StatementTimeout, Timeout.InfiniteTimeSpan);
        try
        {
            var attempt = SentStatements.Begin();
            try
            {
                return await operation(dependencies.CurrentContext.Context, state, deadline.Token);
            }
            catch (Exception e) when (!attempt.HasSentWrite && IsPassing(e) && Stopwatch.GetElapsedTime(start) < limits.RetryBudget)
            {
                await Task.Delay(Pause, deadline.Token);
            }

            return await operation(dependencies.CurrentContext.Context, state, deadline.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new NpgsqlException("The database did not answer in time", new TimeoutException());
        }
    }

    // Npgsql tells the server of a cancellation before it returns, and a frozen server lets it wait: not on a thread that requests need.
    private static void CancelElsewhere(object? deadline) => new Thread(Cancel) { IsBackground = true, Name = "database deadline" }.Start(deadline);

    private static void Cancel(object? deadline)
    {
        try
        {
            ((CancellationTokenSource)deadline!).Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The statement ended at this very moment.
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
