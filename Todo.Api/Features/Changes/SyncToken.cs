using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Todo.Api.Features.Tasks;
using Todo.Api.Features.Trash;
using Todo.Api.Persistence;
using Todo.Api.Responses;

namespace Todo.Api.Features.Changes;

/// <summary>
/// Up to where a client knows a user's log: the number of a row, and when that row was written, which a row of the same number in a database that was
/// restored from an older dump was not. On the wire it looks as a cursor does.
/// </summary>
/// <param name="Number">The number of the row; 0 where there was none yet.</param>
/// <param name="At">When the row was written.</param>
/// <param name="IssuedAt">Everything that is missing behind the row was committed after this.</param>
[Description("a sync token of this API; take it from next, or from the id of an event")]
internal sealed record SyncToken(long Number, DateTime At, DateTime IssuedAt) : IParsable<SyncToken>
{
    internal static readonly ApiError Expired = new(410, "SYNC_TOKEN_EXPIRED", "Too much has happened since this was last in sync. List the tasks again, and go on with a new token.");

    /// <summary>Tells a token from a cursor.</summary>
    private const string Kind = "sync";

    /// <summary>The token of now: of the user's last row.</summary>
    internal static async Task<SyncToken> OfNowAsync(TodoDbContext db, string userId, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.Now();
        return await db.TaskChanges.OwnedBy(userId).OrderByDescending(change => change.Id).Select(change => new SyncToken(change.Id, change.At, now)).FirstOrDefaultAsync(ct)
            ?? new SyncToken(0, DateTime.UnixEpoch, now);
    }

    /// <summary>Whether rows behind its own may have left the log.</summary>
    internal bool IsTooOld(TimeProvider clock, TrashSettings trash) => IssuedAt < clock.Now() - trash.Kept;

    /// <summary>Whether its row is in the log of this user, with everything behind it.</summary>
    internal async Task<bool> IsUsableAsync(TodoDbContext db, string userId, TimeProvider clock, TrashSettings trash, CancellationToken ct) =>
        !IsTooOld(clock, trash) && (Number == 0 || await db.TaskChanges.OwnedBy(userId).AnyAsync(change => change.Id == Number && change.At == At, ct));

    public override string ToString() => new TaskCursor(Kind, Number, string.Create(CultureInfo.InvariantCulture, $"{At.Ticks}.{IssuedAt.Ticks}")).ToString();

    public static SyncToken Parse(string s, IFormatProvider? provider) => TryParse(s, provider, out var token) ? token : throw new FormatException();

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [NotNullWhen(true)] out SyncToken? result)
    {
        result = TaskCursor.TryParse(s, provider, out var cursor) && cursor.List == Kind
            && cursor.Key.Split('.') is [var at, var issuedAt] && TimeOf(at) is { } written && TimeOf(issuedAt) is { } issued
            ? new SyncToken(cursor.Id, written, issued)
            : null;
        return result is not null;
    }

    private static DateTime? TimeOf(string ticks) =>
        long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= DateTime.MaxValue.Ticks ? new DateTime(number, DateTimeKind.Utc) : null;
}
