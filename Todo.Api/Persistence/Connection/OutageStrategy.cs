using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Todo.Api.Persistence.Connection;

/// <summary>
/// What a statement does while the database is away: it ends in time, and is tried once more where that cannot do harm, because it only reads
/// or was certainly not executed. A write that may have arrived is never sent again; EF Core's own retrying strategy repeats those too.
/// </summary>
internal sealed class OutageStrategy(ExecutionStrategyDependencies dependencies, NpgsqlDataSource source, DatabaseSettings settings) : IExecutionStrategy
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Not in EF Core's sense, which would then copy every answer into a buffer before it hands out the first row. So what is tried again is a statement
    /// that did not begin to answer; one that breaks off later is an error at once.
    /// </summary>
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
        var context = (TodoDbContext)dependencies.CurrentContext.Context;
        var start = Stopwatch.GetTimestamp();
        var sentBefore = context.SentWrites;
        var end = new CancellationTokenSource();
        await using var deadline = new Timer(_ => End(), null, settings.StatementTimeout, Timeout.InfiniteTimeSpan);
        await using var caller = cancellationToken.UnsafeRegister(_ => End(), null);

        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                var result = await operation(context, state, end.Token);
                if (context.Database.CurrentTransaction is null)
                {
                    // A commit that waits for a synchronous standby is not undone when it is cancelled: the server gives up the wait and says "done",
                    // of something that would be gone after a fail-over.
                    end.Token.ThrowIfCancellationRequested();
                }

                return result;
            }
            catch (OperationCanceledException e) when (end.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                throw new NpgsqlException("The database did not answer in time", new TimeoutException(null, e));
            }
            catch (Exception e)
            {
                if (DatabaseErrors.IsOfConnection(e))
                {
                    // What is wrong with one of them is wrong with the others too.
                    source.Clear();
                }

                if (source is NpgsqlMultiHostDataSource hosts && DatabaseErrors.IsOutage(e))
                {
                    // Npgsql passes over a host for ten seconds that cut a single connection, or that was a standby when it last asked.
                    hosts.ClearDatabaseStates();
                }

                if (!isFirst || Stopwatch.GetElapsedTime(start) > settings.RetryBudget || !MayTryAgain(e, context, context.SentWrites - sentBefore))
                {
                    throw;
                }
            }

            await Task.Delay(Pause, cancellationToken);
        }

        // Npgsql connects once more to tell the server before Cancel returns, and a frozen server lets it wait: not on a thread that requests need.
        void End() => Task.Factory.StartNew(end.Cancel, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    // Not within a transaction: what came before in it would be missing.
    private static bool MayTryAgain(Exception exception, TodoDbContext context, int sentWrites) =>
        context.Database.CurrentTransaction is null
        && (DatabaseErrors.IsOfConnection(exception) ? sentWrites <= 1 : sentWrites == 0 && DatabaseErrors.IsPassing(exception));
}
