using System.Runtime.InteropServices;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Caching.Memory;

namespace Todo.Api.Security;

/// <summary>
/// Tokens that have been validated, so that the same one need not be read and checked at each request: a bounded number, by a hash of the
/// token, never beyond its life.
/// </summary>
internal sealed class ValidatedTokens(TimeProvider clock) : IDisposable
{
    private const int Capacity = 20_000;

    private readonly MemoryCache _tokens = new(new MemoryCacheOptions { SizeLimit = Capacity });

    internal ClaimsPrincipal? Find(string token) =>
        _tokens.TryGetValue(Hash(token), out Entry? entry) && clock.GetUtcNow() < entry!.Expires ? entry.Principal : null;

    internal void Keep(string token, ClaimsPrincipal principal, DateTimeOffset expires) =>
        _tokens.Set(Hash(token), new Entry(principal, expires), new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = TimeSpan.FromHours(1) });

    public void Dispose() => _tokens.Dispose();

    private static UInt128 Hash(string token)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> bytes = stackalloc byte[TokenValidation.MaxLength];
        SHA256.HashData(bytes[..Encoding.ASCII.GetBytes(token, bytes)], hash);
        return MemoryMarshal.Read<UInt128>(hash);
    }

    private sealed record Entry(ClaimsPrincipal Principal, DateTimeOffset Expires);
}
