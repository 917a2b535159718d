using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Todo.Api.Persistence.Connection;

/// <summary>
/// What a statement does while the database is away: it ends in time, and is tried once more where that cannot do harm, because it only reads
/// or was certainly not executed. A write that may have arrived is never sent again; EF Core's own retrying strategy repeats those too.
/// </summary>
internal sealed class OutageStrategy(ExecutionStrategyDependencies dependencies, DatabaseLimits limits) : IExecutionStrategy, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly Deadline _deadline = new(limits.StatementTimeout);

    /// <summary>EF Core then reads all rows here before it hands out the first: an answer that breaks off is tried again as well, and a write is committed.</summary>
    public bool RetriesOnFailure => true;

    public void Dispose() => _deadline.Dispose();

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
        var token = _deadline.Start(cancellationToken);
        try
        {
            for (var isFirst = true; ; isFirst = false)
            {
                try
                {
                    return await operation(context, state, token);
                }
                catch (OperationCanceledException e) when (token.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
                {
                    throw new NpgsqlException("The database did not answer in time", new TimeoutException(null, e));
                }
                catch (Exception e)
                {
                    if (DatabaseErrors.IsOfConnection(e))
                    {
                        // What is wrong with one of them is wrong with the others too.
                        NpgsqlConnection.ClearPool((NpgsqlConnection)context.Database.GetDbConnection());
                    }

                    if (!isFirst || Stopwatch.GetElapsedTime(start) > limits.RetryBudget || !MayTryAgain(e, context, context.SentWrites - sentBefore))
                    {
                        throw;
                    }
                }

                await Task.Delay(Pause, cancellationToken);
            }
        }
        finally
        {
            _deadline.Stop();
        }
    }

    // Not within a transaction: what came before in it would be missing.
    private static bool MayTryAgain(Exception exception, TodoDbContext context, int sentWrites) =>
        context.Database.CurrentTransaction is null
        && (DatabaseErrors.IsOfConnection(exception) ? sentWrites <= 1 : sentWrites == 0 && DatabaseErrors.IsPassing(exception));
}
