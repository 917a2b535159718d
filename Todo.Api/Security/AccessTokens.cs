using System.IdentityModel.Tokens.Jwt;
using Microsoft.IdentityModel.Tokens;

namespace Todo.Api.Security;

/// <summary>Issues tokens of the kind that the front end's shared secret makes.</summary>
internal sealed class AccessTokens(JwtOptions options, TimeProvider clock)
{
    internal string Issue(string userId, TimeSpan life)
    {
        var now = clock.GetUtcNow();
        var payload = new JwtPayload
        {
            [JwtRegisteredClaimNames.Sub] = userId,
            [JwtRegisteredClaimNames.Iat] = now.ToUnixTimeSeconds(),
            [JwtRegisteredClaimNames.Exp] = (now + life).ToUnixTimeSeconds(),
        };

        if (options.Issuer is not null)
        {
            payload[JwtRegisteredClaimNames.Iss] = options.Issuer;
        }

        if (options.Audience is not null)
        {
            payload[JwtRegisteredClaimNames.Aud] = options.Audience;
        }

        var credentials = new SigningCredentials(new SymmetricSecurityKey(options.Secret), options.Algorithm);
        return new JwtSecurityTokenHandler().WriteToken(new JwtSecurityToken(new JwtHeader(credentials), payload));
    }
}
