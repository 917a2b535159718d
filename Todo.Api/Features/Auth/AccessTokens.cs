using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Todo.Api.Security;

namespace Todo.Api.Features.Auth;

/// <summary>Issues tokens of the kind that the front end's shared secret makes.</summary>
internal sealed class AccessTokens(JwtOptions jwt, LocalAuthSettings local, TimeProvider clock)
{
    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    internal int LifeInSeconds => (int)local.AccessTokenLife.TotalSeconds;

    internal string Issue(string userId, string? email = null, string? name = null)
    {
        var secret = jwt.Secret ?? throw new InvalidOperationException("Without a secret no tokens are issued here; the settings see to that.");
        var now = clock.GetUtcNow().UtcDateTime;

        // Several front ends read the user from the token as user_id.
        (string Name, string? Value)[] claims = [("sub", userId), ("user_id", userId), ("email", email), ("name", name)];

        return Handler.CreateToken(new SecurityTokenDescriptor
        {
            Claims = claims.Where(claim => claim.Value is not null).ToDictionary(claim => claim.Name, claim => (object)claim.Value!),
            IssuedAt = now,
            Expires = now + local.AccessTokenLife,
            Issuer = jwt.Issuer,
            Audience = jwt.Audience,
            SigningCredentials = new SigningCredentials(secret, jwt.Algorithm),
        });
    }
}
