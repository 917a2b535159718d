using Microsoft.EntityFrameworkCore;
using Todo.Api.Persistence.Entities;

namespace Todo.Api.Features.Auth;

internal static class TokenFamilies
{
    /// <summary>Revokes every refresh token that descends from the same sign-in as this one.</summary>
    internal static Task<int> RevokeFamilyAsync(this IQueryable<RefreshToken> tokens, byte[] hash, DateTime now, CancellationToken ct) => tokens
        .Where(token => token.RevokedAt == null && tokens.Any(known => known.Hash == hash && known.Family == token.Family))
        .ExecuteUpdateAsync(changes => changes.SetProperty(token => token.RevokedAt, now), ct);
}
