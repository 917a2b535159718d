using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Todo.Api.Persistence.Entities;

namespace Todo.Api.Persistence;

/// <summary>Takes away idempotency keys that are free again, in small steps. Each instance may do so at the same time.</summary>
internal sealed partial class ExpiredKeys(IServiceScopeFactory scopes, TimeProvider clock, ILogger<ExpiredKeys> log) : BackgroundService
{
    private const int Step = 500;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    internal async Task DeleteAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TodoDbContext>();
        var expired = clock.Now() - IdempotencyKey.Life;
        int deleted;
        do
        {
            // What another instance is deleting, or a request is writing anew, is left to it.
            deleted = await db.Database.ExecuteSqlAsync(
                $"""
                DELETE FROM idempotency_keys WHERE (user_id, key) IN
                (SELECT user_id, key FROM idempotency_keys WHERE created_at <= {expired} ORDER BY created_at LIMIT {Step} FOR UPDATE SKIP LOCKED)
                """, ct);
        }
        while (deleted == Step);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await DeleteAsync(stoppingToken);
            }
            catch (Exception e) when (e is DbException or InvalidOperationException)
            {
                LogFailure(e.GetBaseException().Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Expired idempotency keys could not be deleted, next attempt in ten minutes: {Reason}")]
    private partial void LogFailure(string reason);
}
