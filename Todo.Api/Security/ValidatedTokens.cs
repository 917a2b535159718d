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

    /// <inheritdoc cref="TokenValidation.ValidateAsync"/>
    internal ValueTask<ValidatedToken> ValidateAsync(string token, CancellationToken ct)
    {
        if (token.Length > TokenValidation.MaxLength || !Ascii.IsValid(token))
        {
            return validation.ValidateAsync(token, ct);
        }

        var hash = Hash(token);
        return _tokens.TryGetValue(hash, out ValidatedToken? known) && clock.GetUtcNow() < known!.Expires && known.KeysVersion == validation.KeysVersion
            ? ValueTask.FromResult(known)
            : ValidateAndKeepAsync(token, hash, ct);
    }

    public void Dispose() => _tokens.Dispose();

    private async ValueTask<ValidatedToken> ValidateAndKeepAsync(string token, UInt128 hash, CancellationToken ct) =>
        _tokens.Set(hash, await validation.ValidateAsync(token, ct), Kept);

    private static UInt128 Hash(string token)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> bytes = stackalloc byte[token.Length];
        SHA256.HashData(bytes[..Encoding.ASCII.GetBytes(token, bytes)], hash);
        return MemoryMarshal.Read<UInt128>(hash);
    }
}
