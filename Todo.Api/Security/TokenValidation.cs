using System.IdentityModel.Tokens.Jwt;
using System.Security.Claims;
using Microsoft.IdentityModel.Tokens;
using Todo.Api.Persistence.Entities;

namespace Todo.Api.Security;

/// <summary>Checks a token: algorithm, signature, life, issuer and audience as configured, and that it says who its user is.</summary>
internal sealed class TokenValidation(JwtOptions options, TimeProvider clock)
{
    /// <summary>Longer than any real token; what is longer is not even read.</summary>
    internal const int MaxLength = 8 * 1024;

    // Where a token has no `sub`, the first of these names the user.
    private static readonly string[] UserIdClaims = [JwtRegisteredClaimNames.Sub, "id", "user_id", "userId"];
    private static readonly string[] ProfileClaims = [JwtRegisteredClaimNames.Email, "name"];

    internal JwtSecurityTokenHandler Handler { get; } = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = MaxLength };

    internal TokenValidationParameters Parameters() => new()
    {
        IssuerSigningKeyResolver = (_, token, _, _) => Keys((JwtSecurityToken)token),
        ValidIssuer = options.Issuer,
        ValidateIssuer = options.Issuer is not null,
        ValidAudience = options.Audience,
        ValidateAudience = options.Audience is not null,
        ClockSkew = JwtOptions.ClockSkew,

        // Not the handler's own reading of exp and nbf, which ends in the year 2038.
        RequireExpirationTime = false,
        LifetimeValidator = (_, _, token, _) => IsAlive((JwtSecurityToken)token),
    };

    /// <summary>Who the validated token speaks for: a user id and what is known of the person. Nothing when it names no usable user.</summary>
    internal static ClaimsPrincipal? PrincipalOf(JwtSecurityToken token)
    {
        if (UserIdOf(token) is not { Length: >= 1 } id || !IsUsable(id))
        {
            return null;
        }

        var identity = new ClaimsIdentity("Bearer", CurrentUser.IdClaim, roleType: null);
        identity.AddClaim(new Claim(CurrentUser.IdClaim, id));
        foreach (var type in ProfileClaims)
        {
            if (token.Payload.TryGetValue(type, out var value) && value is string text)
            {
                identity.AddClaim(new Claim(type, text));
            }
        }

        return new ClaimsPrincipal(identity);
    }

    internal static DateTimeOffset ExpiryOf(JwtSecurityToken token) =>
        DateTimeOffset.FromUnixTimeSeconds((long)Math.Clamp(NumericDate(token, JwtRegisteredClaimNames.Exp) ?? 0, 0, DateTimeOffset.MaxValue.ToUnixTimeSeconds()));

    // The algorithm is pinned here: a token with any other finds no key at all, so neither `none` nor a key of another kind can pass.
    private IEnumerable<SecurityKey> Keys(JwtSecurityToken token) =>
        token.Header.Alg == options.Algorithm ? [new SymmetricSecurityKey(options.Secret)] : [];

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

    /// <summary>A NumericDate (RFC 7519, section 2): seconds, whole or not.</summary>
    private static double? NumericDate(JwtSecurityToken token, string claim) => token.Payload.GetValueOrDefault(claim) switch
    {
        long seconds => seconds,
        int seconds => seconds,
        double seconds when double.IsFinite(seconds) => seconds,
        _ => null,
    };

    private static string? UserIdOf(JwtSecurityToken token)
    {
        foreach (var claim in UserIdClaims)
        {
            switch (token.Payload.GetValueOrDefault(claim))
            {
                case null:
                    continue;
                case string id:
                    return id;
                case long or int:
                    return Convert.ToString(token.Payload[claim], System.Globalization.CultureInfo.InvariantCulture);
                default:
                    return null;
            }
        }

        return null;
    }

    // What PostgreSQL can keep and a path can carry.
    private static bool IsUsable(string id)
    {
        var codePoints = 0;
        for (var i = 0; i < id.Length; codePoints++)
        {
            if (!System.Text.Rune.TryGetRuneAt(id, i, out var rune) || System.Text.Rune.IsControl(rune))
            {
                return false;
            }

            i += rune.Utf16SequenceLength;
        }

        return codePoints <= User.MaxIdLength;
    }
}
