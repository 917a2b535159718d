using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Todo.Api.Persistence;

/// <summary>Whether the database answers, and has the tables that this version works with.</summary>
internal sealed class DatabaseState(NpgsqlDataSource dataSource)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // What was applied stays applied while we run: from then on a question that costs nothing is enough.
    private volatile bool _isUpToDate;

    /// <summary>Asks; a database that is away, or behind, is no exception here.</summary>
    internal async Task<bool> IsReadyAsync(TodoDbContext db, CancellationToken ct)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(Patience);
        try
        {
            if (!_isUpToDate)
            {
                return _isUpToDate = !(await db.Database.GetPendingMigrationsAsync(deadline.Token)).Any();
            }

            await using var ping = dataSource.CreateCommand("SELECT 1");
            await ping.ExecuteNonQueryAsync(deadline.Token);
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or System.Net.Sockets.SocketException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return false;
        }
    }
}
