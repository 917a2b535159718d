using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Todo.Api.Persistence.Connection;

/// <summary>Lets EF Core's statements end, and be tried again, as <see cref="Attempts"/> says. Its own retrying strategy repeats writes too.</summary>
internal sealed class OutageStrategy(ExecutionStrategyDependencies dependencies, Attempts attempts) : IExecutionStrategy
{
    /// <summary>Whether whole units of work with transactions of their own can be repeated here: they cannot.</summary>
    public bool RetriesOnFailure => false;

    public TResult Execute<TState, TResult>(
        TState state, Func<DbContext, TState, TResult> operation, Func<DbContext, TState, ExecutionResult<TResult>>? verifySucceeded) =>
        operation(dependencies.CurrentContext.Context, state);

    public Task<TResult> ExecuteAsync<TState, TResult>(
        TState state,
        Func<DbContext, TState, CancellationToken, Task<TResult>> operation,
        Func<DbContext, TState, CancellationToken, Task<ExecutionResult<TResult>>>? verifySucceeded,
        CancellationToken cancellationToken = default) =>
        attempts.RunAsync(
            (dependencies.CurrentContext.Context, state, operation),
            static (unit, attempt, ct) =>
            {
                SentStatements.NoteIn(attempt);
                return unit.operation(unit.Context, unit.state, ct);
            },
            cancellationToken);
}
