using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Todo.Api.Persistence;
using Todo.Api.Persistence.Connection;
using Todo.Api.Security;

namespace Todo.Api.Features.Changes;

/// <summary>
/// Reads from a replica that has everything of this user. The log tells: its rows of one user are numbered in the order in which they are committed, so
/// where the last of them is the same, the rest is. The primary is asked after the request has come in, so it makes no difference which instance wrote.
/// </summary>
internal sealed partial class ReplicaReads(
    ILogger<ReplicaReads> log, [FromKeyedServices(PersistenceSetup.Replica)] IDbContextFactory<TodoDbContext>? contexts = null)
{
    /// <summary>A replica that does not answer in this time is left alone for a while.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    private static readonly Func<TodoDbContext, string, CancellationToken, Task<LastChange?>> Last = EF.CompileAsyncQuery(
        (TodoDbContext db, string userId, CancellationToken ct) => db.TaskChanges
            .Where(change => change.UserId == userId).OrderByDescending(change => change.Id).Select(change => new LastChange(change.Id, change.At)).FirstOrDefault());

    /// <summary>When it is asked again, after it did not answer; 0 where it does.</summary>
    private long _askedAgainAt;

    /// <summary>Whether there is a replica.</summary>
    internal bool IsConfigured => contexts is not null;

    /// <summary>Runs a handler with a context on the replica, or as it is where that is behind or away.</summary>
    internal async ValueTask<object?> RunAsync(EndpointFilterInvocationContext handler, int context, EndpointFilterDelegate next)
    {
        var primary = (TodoDbContext)handler.Arguments[context]!;
        var ct = handler.HttpContext.RequestAborted;
        if (!MayBeAsked())
        {
            return await next(handler);
        }

        var (userId, start) = (CurrentUser.Of(handler.HttpContext).Id, Volatile.Read(ref _askedAgainAt));
        var last = await Last(primary, userId, ct);
        await using var replica = await contexts!.CreateDbContextAsync(ct);
        try
        {
            // A transaction keeps to one server where a pooler or several hosts stand before them.
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
            patience.CancelAfter(Patience);
            var (transaction, reached) = await WholeTransaction.BeginAsync(replica, deadline => Last(replica, userId, deadline), patience.Token);
            await using var _ = transaction;
            Interlocked.CompareExchange(ref _askedAgainAt, 0, start);
            if (reached == last)
            {
                handler.Arguments[context] = replica;
                return await next(handler);
            }
        }
        catch (Exception e) when (!ct.IsCancellationRequested && (e is DbException or OperationCanceledException || DatabaseErrors.IsOutage(e)))
        {
            if (Interlocked.Exchange(ref _askedAgainAt, Environment.TickCount64 + (long)Rest.TotalMilliseconds) == 0)
            {
                LogAway(e.GetBaseException().Message);
            }
        }

        handler.Arguments[context] = primary;
        return await next(handler);
    }

    /// <summary>While it is away, one request after each rest finds out whether it is back.</summary>
    private bool MayBeAsked()
    {
        var (at, now) = (Volatile.Read(ref _askedAgainAt), Environment.TickCount64);
        return at == 0 || (now >= at && Interlocked.CompareExchange(ref _askedAgainAt, now + (long)Rest.TotalMilliseconds, at) == at);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The replica cannot be read, the primary is instead until it can: {Reason}")]
    private partial void LogAway(string reason);

    /// <summary>A number alone could be of another change on a server that has gone its own way.</summary>
    private sealed record LastChange(long Id, DateTime At);
}

internal static class ReplicaReadsSetup
{
    /// <summary>Reads from the replica of DATABASE_READ_URL what is certainly as new there as on the primary.</summary>
    internal static RouteHandlerBuilder MayReadFromReplica(this RouteHandlerBuilder endpoint) => endpoint.AddEndpointFilterFactory((handler, next) =>
    {
        var replica = handler.ApplicationServices.GetRequiredService<ReplicaReads>();
        var context = Array.FindIndex(handler.MethodInfo.GetParameters(), parameter => parameter.ParameterType == typeof(TodoDbContext));
        return replica.IsConfigured ? invocation => replica.RunAsync(invocation, context, next) : next;
    });
}
