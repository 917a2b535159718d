using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Todo.Api.Persistence.Connection;

/// <summary>Counts what a context sends and is not a plain <c>SELECT</c>: it may have been executed, whatever comes back.</summary>
internal sealed class SentWrites : DbCommandInterceptor
{
    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Count(eventData);
        return new(result);
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Count(eventData);
        return new(result);
    }

    private static void Count(CommandEventData statement)
    {
        if (statement.Context is TodoDbContext context && !statement.LogCommandText.StartsWith("SELECT ", StringComparison.Ordinal))
        {
            context.SentWrites++;
        }
    }
}
