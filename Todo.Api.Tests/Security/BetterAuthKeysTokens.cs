using System.Diagnostics.CodeAnalysis;
using System.IdentityModel.Tokens.Jwt;
using Microsoft.IdentityModel.Tokens;

namespace Todo.Api.Tests.Security;

/// <summary>Reads a token with given keys, the way the API's handler does, and looks at nothing but the signature.</summary>
internal static class BetterAuthKeysTokens
{
    internal static bool TryRead(string token, IReadOnlyList<SecurityKey> keys, [NotNullWhen(true)] out string? subject)
    {
        try
        {
            var handler = new JwtSecurityTokenHandler { MapInboundClaims = false };

            var principal = handler.ValidateToken(token, new TokenValidationParameters
            {
                IssuerSigningKeys = keys,
                ValidateLifetime = false,
                ValidateIssuer = false,
                ValidateAudience = false,
            }, out _);

            subject = principal.FindFirst("sub")!.Value;
            return true;
        }
        catch (Exception e) when (e is SecurityTokenException or ArgumentException)
        {
            subject = null;
            return false;
        }
    }
}
