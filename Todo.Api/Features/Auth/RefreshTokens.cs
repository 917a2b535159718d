using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Todo.Api.Persistence.Entities;

namespace Todo.Api.Features.Auth;

/// <summary>Opaque refresh tokens: 256 random bits, of which the database keeps the hash only.</summary>
internal static class RefreshTokens
{
    internal static readonly TimeSpan Life = TimeSpan.FromDays(30);

    internal static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    // Not a slow hash: 256 random bits cannot be guessed.
    internal static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>Revokes every refresh token that descends from the same sign-in as this one.</summary>
    internal static Task<int> RevokeFamilyAsync(this IQueryable<RefreshToken> tokens, byte[] hash, DateTime now, CancellationToken ct) => tokens
        .Where(token => token.RevokedAt == null && tokens.Any(known => known.Hash == hash && known.Family == token.Family))
        .ExecuteUpdateAsync(changes => changes.SetProperty(token => token.RevokedAt, now), ct);
}
