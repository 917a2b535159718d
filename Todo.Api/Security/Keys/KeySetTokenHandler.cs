using Microsoft.Extensions.Caching.Memory;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Todo.Api.Security.Keys;

/// <summary>
/// The standard handler, which also tells an unknown key from a key set that cannot be asked for it. A signature costs ten times what the rest of a request's
/// authentication does, so a bounded number of validated tokens is kept, none beyond its life or the removal of its key.
/// </summary>
internal sealed class KeySetTokenHandler(KeySet keys, TimeProvider clock) : JsonWebTokenHandler, IDisposable
{
    /// <summary>In characters of all tokens together: some 10,000 of the usual ones.</summary>
    private const int Capacity = 4 * 1024 * 1024;

    private static readonly TimeSpan Forgotten = TimeSpan.FromHours(1);

    private readonly MemoryCache _validated = new(new MemoryCacheOptions { SizeLimit = Capacity });

    public override async Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
    {
        if (_validated.TryGetValue(token, out TokenValidationResult? known)
            && clock.GetUtcNow() - validationParameters.ClockSkew < known!.SecurityToken.ValidTo
            && (await keys.GetBaseConfigurationAsync(CancellationToken.None)).SigningKeys.Contains(known.SecurityToken.SigningKey))
        {
            return known;
        }

        var startedAt = clock.GetTimestamp();
        var result = await base.ValidateTokenAsync(token, validationParameters);
        if (result.IsValid)
        {
            _validated.Set(token, result, new MemoryCacheEntryOptions { Size = token.Length, SlidingExpiration = Forgotten });
        }

        return result.Exception is SecurityTokenSignatureKeyNotFoundException && !keys.IsReadSince(startedAt)
            ? new TokenValidationResult { Exception = new KeySetUnavailableException() }
            : result;
    }

    public void Dispose() => _validated.Dispose();
}
