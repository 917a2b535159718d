using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;
using Todo.Api.Settings;

namespace Todo.Api.Security;

/// <summary>What a token must look like to be believed.</summary>
/// <param name="Secret">The key of <c>BETTER_AUTH_SECRET</c>: the UTF-8 of its text, as Better Auth and jose use it. Nothing where only a key set is trusted.</param>
/// <param name="Algorithm">What a shared-secret token must be signed with.</param>
/// <param name="KeySet">Where Better Auth publishes the keys of its own tokens, if it does.</param>
/// <param name="Issuer">Required <c>iss</c>, if any.</param>
/// <param name="Audience">Required <c>aud</c>, if any.</param>
/// <param name="IsIssuerExplicit">Whether issuer or audience were set by name, and so hold for shared-secret tokens too that leave them out.</param>
internal sealed record JwtOptions(SymmetricSecurityKey? Secret, string Algorithm, Uri? KeySet, string? Issuer, string? Audience, bool IsIssuerExplicit)
{
    internal const int MinSecretBytes = 32;

    private static readonly string[] Algorithms = ["HS256", "HS384", "HS512"];

    internal static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    internal static JwtOptions From(AppSettings settings, string dataFolder)
    {
        var algorithm = settings.Text("JWT_ALGORITHM") ?? Algorithms[0];
        if (!Algorithms.Contains(algorithm))
        {
            settings.Problem("JWT_ALGORITHM", $"must be one of {string.Join(", ", Algorithms)}");
        }

        var betterAuth = settings.Address("BETTER_AUTH_URL");
        var keySet = settings.Address("JWKS_URL") ?? (betterAuth is null ? null : new Uri($"{betterAuth.AbsoluteUri.TrimEnd('/')}/api/auth/jwks"));

        var issuer = settings.Text("JWT_ISSUER");
        var audience = settings.Text("JWT_AUDIENCE");
        var origin = betterAuth?.GetLeftPart(UriPartial.Authority);
        return new JwtOptions(
            SecretOf(settings, dataFolder, isNeeded: keySet is null), algorithm, keySet, issuer ?? origin, audience ?? origin, issuer is not null || audience is not null);
    }

    private static SymmetricSecurityKey? SecretOf(AppSettings settings, string dataFolder, bool isNeeded)
    {
        var secret = settings.Text("BETTER_AUTH_SECRET") ?? (settings.IsDevelopment ? DevelopmentSecret.Read(dataFolder) : null);
        if (secret is null && !isNeeded)
        {
            return null;
        }

        var key = Encoding.UTF8.GetBytes(secret ?? "");
        if (key.Length < MinSecretBytes)
        {
            var problem = secret is null ? "is missing; set the same one as in the front end" : "is too short; set one";
            settings.Problem("BETTER_AUTH_SECRET", $"{problem}, of at least {MinSecretBytes} bytes (openssl rand -base64 32)");
        }

        // HMAC itself fills a shorter key up with zeros (RFC 2104, section 2); the library wants one that is as long as the hash.
        Array.Resize(ref key, Math.Max(key.Length, HMACSHA512.HashSizeInBytes));
        return new SymmetricSecurityKey(key);
    }
}
