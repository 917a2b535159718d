using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Todo.Api.Persistence.Connection;

/// <summary>
/// How long a migration waits for a table. Every request that comes after it waits behind it, as long as a backup or a report has the table: it must give up
/// before they do. Said in the transaction, so that no session behind a pooler keeps it.
/// </summary>
internal sealed class LockTimeout : DbTransactionInterceptor
{
    public override async ValueTask<DbTransaction> TransactionStartedAsync(
        DbConnection connection, TransactionEndEventData eventData, DbTransaction result, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SET LOCAL lock_timeout = '1s'";
        await command.ExecuteNonQueryAsync(cancellationToken);
        return result;
    }
}
