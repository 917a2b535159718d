using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Caching.Memory;

namespace Todo.Api.Security;

/// <summary>
/// Tokens that have been validated, so that the same one need not be read and checked at each request: a bounded number, by a hash of the
/// token, never beyond its life, and never across a change of keys that would now refuse it.
/// </summary>
internal sealed class ValidatedTokens(TokenValidation validation, TimeProvider clock) : IDisposable
{
    private const int Capacity = 20_000;

    private static readonly MemoryCacheEntryOptions Kept = new() { Size = 1, SlidingExpiration = TimeSpan.FromHours(1) };

    private readonly MemoryCache _tokens = new(new MemoryCacheOptions { SizeLimit = Capacity });

    /// <summary>What a token was found to say before, as long as that holds.</summary>
    internal ValidatedToken? Find(ReadOnlySpan<char> token) =>
        IsKeepable(token) && _tokens.TryGetValue(Hash(token), out ValidatedToken? known)
        && clock.GetUtcNow() < known!.Expires && known.KeysVersion == validation.KeysVersion
            ? known
            : null;

    /// <inheritdoc cref="TokenValidation.ValidateAsync"/>
    internal async ValueTask<ValidatedToken> ValidateAsync(string token, CancellationToken ct)
    {
        var validated = await validation.ValidateAsync(token, ct);
        return IsKeepable(token) ? _tokens.Set(Hash(token), validated, Kept) : validated;
    }

    public void Dispose() => _tokens.Dispose();

    private static bool IsKeepable(ReadOnlySpan<char> token) => token.Length is > 0 and <= TokenValidation.MaxLength && Ascii.IsValid(token);

    private static UInt128 Hash(ReadOnlySpan<char> token)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> bytes = stackalloc byte[token.Length];
        SHA256.HashData(bytes[..Encoding.ASCII.GetBytes(token, bytes)], hash);
        return MemoryMarshal.Read<UInt128>(hash);
    }
}
