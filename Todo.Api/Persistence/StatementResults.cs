using Microsoft.EntityFrameworkCore;

namespace Todo.Api.Persistence;

internal static class StatementResults
{
    /// <summary>The row that an <c>INSERT … RETURNING</c> or <c>UPDATE … RETURNING</c> of one row answers with, if any. LINQ operators and query filters would wrap the statement in a subquery.</summary>
    internal static async Task<T?> SingleInStatementAsync<T>(this IQueryable<T> statement, CancellationToken ct) where T : class
    {
        await foreach (var row in statement.IgnoreQueryFilters().AsAsyncEnumerable().WithCancellation(ct))
        {
            return row;
        }

        return null;
    }
}
