using System.Data.Common;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Todo.Api.Persistence;

/// <summary>Whether the database answers, takes writes, and has the tables that this version works with.</summary>
internal sealed class DatabaseHealthCheck(TodoDbContext db) : IHealthCheck
{
    internal const string Tag = "ready";

    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            // One connection for all of it: with a frozen host before the one that works, each new one takes a second.
            await db.Database.CreateExecutionStrategy().ExecuteAsync(db.Database.OpenConnectionAsync, cancellationToken);

            // After a fail-over, or with a full quota, a server answers and refuses every write.
            if (await db.Database.SqlQuery<string>($"""SELECT current_setting('transaction_read_only') AS "Value" """).SingleAsync(cancellationToken) != "off")
            {
                return HealthCheckResult.Unhealthy("The database is read-only.");
            }

            if ((await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
            {
                return HealthCheckResult.Unhealthy("The database has not the tables of this version; --migrate brings it up to date.");
            }

            // Builds EF Core's model and compiles a first query, so that the first request need not wait for that.
            await db.Tasks.AnyAsync(task => task.UserId == "", cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is DbException or SocketException)
        {
            return HealthCheckResult.Unhealthy($"The database cannot be asked: {e.Message}");
        }
        finally
        {
            // A context of the pool that goes back with an open connection keeps one open for each of its later users.
            await db.Database.CloseConnectionAsync();
        }
    }
}
