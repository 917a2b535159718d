using Microsoft.EntityFrameworkCore;
using Todo.Api.Persistence.Entities;

namespace Todo.Api.Persistence;

internal static class StatementResults
{
    /// <summary>The row that an <c>INSERT … RETURNING</c> or <c>UPDATE … RETURNING</c> of one task answers with, if any. LINQ operators would wrap the statement in a subquery.</summary>
    internal static async Task<TaskItem?> SingleInStatementAsync(this IQueryable<TaskItem> statement, CancellationToken ct)
    {
        await foreach (var task in statement.AsAsyncEnumerable().WithCancellation(ct))
        {
            return task;
        }

        return null;
    }
}
