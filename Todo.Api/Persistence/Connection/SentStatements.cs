using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Todo.Api.Persistence.Connection;

/// <summary>Tells <see cref="Attempts"/> what EF Core sends.</summary>
internal sealed class SentStatements : DbCommandInterceptor
{
    private static readonly AsyncLocal<Attempt?> Current = new();

    /// <summary>From here on, in this flow of control.</summary>
    internal static void NoteIn(Attempt attempt) => Current.Value = attempt;

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Note(command);
        return new(result);
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Note(command);
        return new(result);
    }

    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default)
    {
        Note(command);
        return new(result);
    }

    private static void Note(DbCommand command) => Current.Value?.Sends(command.CommandText);
}
