using System.Reflection;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using Todo.Api.Persistence.Connection;

namespace Todo.Api.Persistence;

/// <summary>Whether the database answers, and has the tables that this version works with.</summary>
internal sealed class DatabaseState(DatabaseSettings settings)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly string[] Migrations =
        [.. typeof(TodoDbContext).Assembly.GetTypes().Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>()];

    // What was applied stays applied while we run: from then on a question that costs nothing is enough.
    private volatile bool _isUpToDate;

    /// <summary>Asks; a database that is away, or behind, is no exception here.</summary>
    internal async Task<bool> IsReadyAsync(CancellationToken ct)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(Patience);
        try
        {
            // Not by asking EF Core, which would build its model first: an instance is ready in half the time without.
            await using var connection = new NpgsqlConnection(settings.ConnectionString);
            await connection.OpenAsync(deadline.Token);
            await using var command = new NpgsqlCommand(_isUpToDate ? "SELECT 1" : "SELECT migration_id FROM \"__EFMigrationsHistory\"", connection);
            await using var rows = await command.ExecuteReaderAsync(deadline.Token);
            var applied = new HashSet<string>();
            while (!_isUpToDate && await rows.ReadAsync(deadline.Token))
            {
                applied.Add(rows.GetString(0));
            }

            return _isUpToDate = _isUpToDate || applied.IsSupersetOf(Migrations);
        }
        catch (Exception e) when (e is NpgsqlException or System.Net.Sockets.SocketException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return false;
        }
    }
}
