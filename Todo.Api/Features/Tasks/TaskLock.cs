using Microsoft.EntityFrameworkCore;
using Todo.Api.Persistence;
using Todo.Api.Persistence.Connection;
using Todo.Api.Security;

namespace Todo.Api.Features.Tasks;

internal static class TaskLock
{
    /// <summary>
    /// Waits until the user's tasks are this transaction's alone to write, so that what its next statements read stays so. It is one of its own, for the caller to
    /// commit; nothing where one is open already, as with an Idempotency-Key.
    /// </summary>
    internal static async Task<WholeTransaction?> LockTasksAsync(this TodoDbContext db, CurrentUser user, CancellationToken ct)
    {
        var take = db.Database.SqlQuery<bool>($"""SELECT lock_tasks_of({user.Id}) AS "Value" """);
        if (db.Database.CurrentTransaction is null)
        {
            var (transaction, _) = await WholeTransaction.BeginAsync(db, deadline => take.SingleAsync(deadline), ct);
            return transaction;
        }

        await take.SingleAsync(ct);
        return null;
    }
}
