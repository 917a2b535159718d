using Microsoft.Extensions.Caching.Memory;

namespace Todo.Api.Security;

/// <summary>
/// Tokens that have been validated, so that the same one need not be read and checked at each request: a bounded number, never beyond the
/// life of one, and never across a change of keys that would now refuse it.
/// </summary>
internal sealed class ValidatedTokens(TokenValidation validation, TimeProvider clock) : IDisposable
{
    /// <summary>In characters of all tokens together: some 20,000 of the usual ones.</summary>
    private const int Capacity = 8 * 1024 * 1024;

    private static readonly TimeSpan Forgotten = TimeSpan.FromHours(1);

    private readonly MemoryCache _tokens = new(new MemoryCacheOptions { SizeLimit = Capacity });

    /// <summary>What a token was found to say before, as long as that holds.</summary>
    internal ValidatedToken? Find(ReadOnlySpan<char> token) =>
        _tokens.TryGetValue(token, out ValidatedToken? known) && clock.GetUtcNow() < known!.Expires && known.KeysVersion == validation.KeysVersion
            ? known
            : null;

    /// <inheritdoc cref="TokenValidation.ValidateAsync"/>
    internal async ValueTask<ValidatedToken> ValidateAsync(string token, CancellationToken ct) => _tokens.Set(
        token,
        await validation.ValidateAsync(token, ct),
        new MemoryCacheEntryOptions { Size = token.Length, SlidingExpiration = Forgotten });

    public void Dispose() => _tokens.Dispose();
}
