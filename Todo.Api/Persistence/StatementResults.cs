using Microsoft.EntityFrameworkCore;

namespace Todo.Api.Persistence;

internal static class StatementResults
{
    /// <summary>The row that an <c>INSERT … RETURNING</c> or <c>UPDATE … RETURNING</c> of one row answers with, if any. LINQ operators would wrap the statement in a subquery.</summary>
    internal static async Task<T?> SingleInStatementAsync<T>(this IQueryable<T> statement, CancellationToken ct) where T : class
    {
        // Read to its end, where the server says that the statement is committed.
        T? single = null;
        await foreach (var row in statement.AsAsyncEnumerable().WithCancellation(ct))
        {
            single = row;
        }

        return single;
    }
}
