using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Todo.Api.Persistence.Connection;

/// <summary>
/// A transaction for all that a context does. Where its connection is lost, EF Core by itself opens another one for the next <c>SaveChanges</c>, which is
/// then committed alone (tried with 10.0); here it fails.
/// </summary>
internal sealed class WholeTransaction : IAsyncDisposable
{
    private readonly TodoDbContext _db;
    private readonly IDbContextTransaction _transaction;

    private WholeTransaction(TodoDbContext db, IDbContextTransaction transaction)
    {
        (_db, _transaction) = (db, transaction);
        _db.IsBoundToConnection = true;
    }

    internal static async Task<WholeTransaction> BeginAsync(TodoDbContext db, CancellationToken ct) => new(db, await db.Database.BeginTransactionAsync(ct));

    /// <summary>Under the deadline of any other statement.</summary>
    internal Task CommitAsync(CancellationToken ct) => _db.Database.CreateExecutionStrategy().ExecuteAsync(_transaction.CommitAsync, ct);

    /// <summary>Undoes what was not committed.</summary>
    public ValueTask DisposeAsync()
    {
        _db.IsBoundToConnection = false;
        return _transaction.DisposeAsync();
    }

    /// <summary>Refuses another connection.</summary>
    internal sealed class Guard : DbConnectionInterceptor
    {
        public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
            DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
            eventData.Context is TodoDbContext { IsBoundToConnection: true }
                ? throw new NpgsqlException("The connection was lost in the middle of a transaction")
                : new(result);
    }
}
