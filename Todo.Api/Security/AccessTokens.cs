using System.IdentityModel.Tokens.Jwt;
using Microsoft.IdentityModel.Tokens;

namespace Todo.Api.Security;

/// <summary>Issues tokens of the kind that the front end's shared secret makes.</summary>
internal sealed class AccessTokens(JwtOptions options, LocalAuthSettings local, TimeProvider clock)
{
    internal int LifeInSeconds => (int)local.AccessTokenLife.TotalSeconds;

    internal string Issue(string userId, string? email = null, string? name = null)
    {
        var now = clock.GetUtcNow();
        var payload = new JwtPayload
        {
            [JwtRegisteredClaimNames.Sub] = userId,
            [JwtRegisteredClaimNames.Iat] = now.ToUnixTimeSeconds(),
            [JwtRegisteredClaimNames.Exp] = (now + local.AccessTokenLife).ToUnixTimeSeconds(),
        };

        Add(JwtRegisteredClaimNames.Email, email);
        Add("name", name);
        Add(JwtRegisteredClaimNames.Iss, options.Issuer);
        Add(JwtRegisteredClaimNames.Aud, options.Audience);

        var secret = options.Secret ?? throw new InvalidOperationException("Without a secret no tokens are issued here; the settings see to that.");
        var credentials = new SigningCredentials(new SymmetricSecurityKey(secret), options.Algorithm);
        return new JwtSecurityTokenHandler().WriteToken(new JwtSecurityToken(new JwtHeader(credentials), payload));

        void Add(string claim, string? value)
        {
            if (value is not null)
            {
                payload[claim] = value;
            }
        }
    }
}
