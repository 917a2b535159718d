using System.IdentityModel.Tokens.Jwt;
using Microsoft.IdentityModel.Tokens;
using Todo.Api.Requests;

namespace Todo.Api.Security;

/// <summary>
/// Checks a token: signature, life, issuer and audience as configured, and that it says who its user is. Which kind of key may check it
/// follows from its algorithm alone, and each kind knows its own algorithms only: neither <c>none</c> nor a key of another kind ever passes.
/// </summary>
internal sealed class TokenValidation(JwtOptions options, BetterAuthKeys? keys, TimeProvider clock)
{
    /// <summary>Longer than any real token; what is longer is not even read.</summary>
    internal const int MaxLength = 8 * 1024;

    // Where a token has no `sub`, the first of these names the user.
    private static readonly string[] UserIdClaims = [JwtRegisteredClaimNames.Sub, "id", "user_id", "userId"];

    // Better Auth also signs session cookies with the keys of its tokens; their type tells them apart (RFC 8725, section 3.11).
    private static readonly string[] Types = ["JWT", "at+jwt"];

    private readonly SymmetricSecurityKey? _secret = options.Secret is null ? null : new SymmetricSecurityKey(options.Secret);
    private readonly JwtSecurityTokenHandler _handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = MaxLength };

    /// <summary>Grows when a key is taken away: what was validated before is to be validated again.</summary>
    internal int KeysVersion => keys?.Version ?? 0;

    /// <summary>Who the token speaks for, and until when.</summary>
    /// <exception cref="SecurityTokenException">It does not pass.</exception>
    /// <exception cref="KeySetUnavailableException">Whether it passes cannot be said at the moment.</exception>
    internal async ValueTask<ValidatedToken> ValidateAsync(string text, CancellationToken ct)
    {
        var version = KeysVersion;
        var header = Read(text).Header;
        if (header.Typ is { } type && !Types.Contains(type, StringComparer.OrdinalIgnoreCase))
        {
            throw new SecurityTokenException("A token of another type.");
        }

        var isShared = header.Alg == options.Algorithm && _secret is not null;
        var found = isShared ? [_secret!] : await PublishedKeysAsync(header, ct);

        var token = Validate(text, Parameters(found, isShared));
        return UserIdOf(token) is { } id && UserIds.IsUsable(id)
            ? new ValidatedToken(new CurrentUser(id, Text(token, JwtRegisteredClaimNames.Email), Text(token, "name")), ExpiryOf(token) + JwtOptions.ClockSkew, version)
            : throw new SecurityTokenException("The token names no usable user.");
    }

    private JwtSecurityToken Read(string text)
    {
        if (text.Length > MaxLength || !_handler.CanReadToken(text))
        {
            throw new SecurityTokenException("No token.");
        }

        var token = Guard(() => _handler.ReadJwtToken(text));
        return IsJsonObject(token.RawHeader) && IsJsonObject(token.RawPayload) ? token : throw new SecurityTokenException("No token.");
    }

    private JwtSecurityToken Validate(string text, TokenValidationParameters parameters) => Guard(() =>
    {
        _handler.ValidateToken(text, parameters, out var token);
        return (JwtSecurityToken)token;
    });

    // The handler lets out whatever its own reading of a strange value runs into: for us they are all tokens that do not pass.
    private static JwtSecurityToken Guard(Func<JwtSecurityToken> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is not SecurityTokenException)
        {
            throw new SecurityTokenException("The token cannot be read.", exception);
        }
    }

    // The handler would take half a surrogate pair for the replacement character, and so one user id for another.
    private static bool IsJsonObject(string part) => JsonSyntax.Problem(Base64UrlEncoder.DecodeBytes(part)) is null;

    private async ValueTask<IReadOnlyList<SecurityKey>> PublishedKeysAsync(JwtHeader header, CancellationToken ct)
    {
        var lookup = keys is null || header.Alg is null ? KeyLookup.Unknown : await keys.FindAsync(header.Kid, header.Alg, ct);
        return lookup.Outcome switch
        {
            KeyLookupOutcome.Found => lookup.Keys,
            KeyLookupOutcome.Unavailable => throw new KeySetUnavailableException(),
            _ => throw new SecurityTokenSignatureKeyNotFoundException(),
        };
    }

    private TokenValidationParameters Parameters(IReadOnlyList<SecurityKey> found, bool isShared) => new()
    {
        IssuerSigningKeys = found,
        ValidIssuer = options.Issuer,
        ValidAudience = options.Audience,
        ValidateIssuer = options.Issuer is not null,
        ValidateAudience = options.Audience is not null,
        IssuerValidator = (issuer, _, _) => IsExpected(issuer, options.Issuer, isShared) ? issuer : throw new SecurityTokenInvalidIssuerException(),
        AudienceValidator = (audiences, _, _) => audiences.Any(audience => IsExpected(audience, options.Audience, isShared)) || IsExpected(null, options.Audience, isShared) && !audiences.Any(),
        ClockSkew = JwtOptions.ClockSkew,

        // Not the handler's own reading of exp and nbf, which ends in the year 2038.
        RequireExpirationTime = false,
        LifetimeValidator = (_, _, token, _) => IsAlive((JwtSecurityToken)token),
    };

    // A secret that is shared with one front end says by itself who issued a token and for whom; those that people sign by hand seldom repeat it.
    private bool IsExpected(string? value, string? expected, bool isShared) =>
        expected is null || value == expected || (string.IsNullOrEmpty(value) && isShared && !options.IsIssuerExplicit);

    private bool IsAlive(JwtSecurityToken token)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
        var skew = JwtOptions.ClockSkew.TotalSeconds;

        if (NumericDate(token, JwtRegisteredClaimNames.Exp) is not { } expires)
        {
            throw new SecurityTokenNoExpirationException();
        }

        if (token.Payload.ContainsKey(JwtRegisteredClaimNames.Nbf) && !(NumericDate(token, JwtRegisteredClaimNames.Nbf) <= now + skew))
        {
            throw new SecurityTokenNotYetValidException();
        }

        return now < expires + skew ? true : throw new SecurityTokenExpiredException();
    }

    private static DateTimeOffset ExpiryOf(JwtSecurityToken token) => DateTimeOffset.FromUnixTimeSeconds(
        (long)Math.Clamp(NumericDate(token, JwtRegisteredClaimNames.Exp) ?? 0, 0, DateTimeOffset.MaxValue.AddDays(-1).ToUnixTimeSeconds()));

    /// <summary>A NumericDate (RFC 7519, section 2): seconds, whole or not.</summary>
    private static double? NumericDate(JwtSecurityToken token, string claim) => token.Payload.GetValueOrDefault(claim) switch
    {
        long seconds => seconds,
        int seconds => seconds,
        double seconds when double.IsFinite(seconds) => seconds,
        _ => null,
    };

    private static string? UserIdOf(JwtSecurityToken token) =>
        Array.Find(UserIdClaims, token.Payload.ContainsKey) is not { } claim ? null : token.Payload[claim] switch
        {
            string id => id,
            long or int => Convert.ToString(token.Payload[claim], System.Globalization.CultureInfo.InvariantCulture),
            _ => null,
        };

    private static string? Text(JwtSecurityToken token, string claim) => token.Payload.GetValueOrDefault(claim) as string;
}

/// <summary>What a token has been found to say.</summary>
internal sealed record ValidatedToken(CurrentUser User, DateTimeOffset Expires, int KeysVersion);

/// <summary>The key that a token names is not known, and the key set cannot be read.</summary>
internal sealed class KeySetUnavailableException : Exception;
