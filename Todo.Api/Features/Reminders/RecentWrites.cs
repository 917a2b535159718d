using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Todo.Api.Features.Reminders;

/// <summary>Whether this instance has written lately, and may have set a reminder.</summary>
internal sealed class RecentWrites : DbCommandInterceptor
{
    /// <summary>A reminder is seen once its transaction is committed; after its last statement, which is noted too, that takes less than so many looks.</summary>
    private const int Looks = 8;

    private int _left;

    /// <summary>Whether there were any, before some looks.</summary>
    internal bool Any() => Volatile.Read(ref _left) > 0 && Interlocked.Decrement(ref _left) >= 0;

    public override ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        Note(eventData);
        return new(result);
    }

    public override ValueTask<int> NonQueryExecutedAsync(DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        Note(eventData);
        return new(result);
    }

    private void Note(CommandExecutedEventData statement)
    {
        if (!statement.LogCommandText.StartsWith("SELECT ", StringComparison.Ordinal))
        {
            Volatile.Write(ref _left, Looks);
        }
    }
}
