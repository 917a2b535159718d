using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Todo.Api.Persistence;

/// <summary>Notes for <see cref="OutageStrategy"/> whether an attempt got as far as sending something that is not a plain <c>SELECT</c>.</summary>
internal sealed class SentStatements : DbCommandInterceptor
{
    private static readonly AsyncLocal<Attempt?> Current = new();

    /// <summary>From here on, in this flow of control.</summary>
    internal static Attempt Begin() => Current.Value = new Attempt();

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

    private static void Note(DbCommand command)
    {
        if (Current.Value is { } attempt && !command.CommandText.AsSpan().TrimStart().StartsWith("SELECT ", StringComparison.OrdinalIgnoreCase))
        {
            attempt.HasSentWrite = true;
        }
    }

    internal sealed class Attempt
    {
        internal bool HasSentWrite { get; set; }
    }
}
