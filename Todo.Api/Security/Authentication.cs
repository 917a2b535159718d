using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Todo.Api.Security.Keys;

namespace Todo.Api.Security;

/// <summary>
/// Two kinds of bearer tokens, each with its own keys: those signed with the secret that is shared with a front end, and those of a key set. The algorithm
/// that a token names decides which scheme checks it, and a scheme knows its own algorithms only.
/// </summary>
internal static class Authentication
{
    /// <summary>Longer than any real token; what is longer is not even read.</summary>
    private const int MaxTokenLength = 8 * 1024;

    private const string SharedSecretScheme = "SharedSecret";
    private const string KeySetScheme = "KeySet";
    private const string Prefix = "Bearer ";

    private static readonly string[] Types = ["JWT", "at+jwt"];

    internal static IServiceCollection AddTokenAuthentication(this IServiceCollection services, JwtOptions jwt)
    {
        services.AddSingleton<TokenEvents>();
        var schemes = services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme)
            .AddPolicyScheme(JwtBearerDefaults.AuthenticationScheme, null, policy => policy.ForwardDefaultSelector = context => SchemeOf(context.Request, jwt));

        // Authentication brings data protection along, which bearer tokens never use; started with the host it writes key files.
        services.Remove(services.Single(service => service.ImplementationType?.Name == "DataProtectionHostedService"));

        if (jwt.Secret is { } secret)
        {
            // A secret that is shared with one front end says by itself who issued a token and for whom; tokens signed by hand seldom repeat it.
            var rules = Rules(jwt, mayBeSilent: !jwt.IsIssuerExplicit);
            rules.IssuerSigningKey = secret;
            rules.ValidAlgorithms = [jwt.Algorithm];
            schemes.AddJwtBearer(SharedSecretScheme, bearer => bearer.Check(rules, new JsonWebTokenHandler()));
        }

        if (jwt.KeySet is { } address)
        {
            services.AddSingleton(provider => ActivatorUtilities.CreateInstance<KeySet>(provider, KeySet.CreateClient(), address));
            services.AddSingleton<KeySetTokenHandler>();
            schemes.AddJwtBearer(KeySetScheme, _ => { });
            services.AddOptions<JwtBearerOptions>(KeySetScheme)
                .Configure<KeySet, KeySetTokenHandler>((bearer, keys, handler) => bearer.Check(KeySetRules(jwt, keys), handler));
        }

        return services;
    }

    internal static TokenValidationParameters KeySetRules(JwtOptions jwt, BaseConfigurationManager keys)
    {
        var rules = Rules(jwt);
        rules.ConfigurationManager = keys;
        keys.UseLastKnownGoodConfiguration = false; // It would let a removed key pass for another hour.
        rules.AlgorithmValidator = (algorithm, key, _, _) => PublishedKeys.AlgorithmsOf(key).Contains(algorithm);
        return rules;
    }

    private static void Check(this JwtBearerOptions bearer, TokenValidationParameters rules, JsonWebTokenHandler handler)
    {
        bearer.SaveToken = false;
        handler.MapInboundClaims = false;
        handler.MaximumTokenSizeInBytes = MaxTokenLength;
        bearer.TokenHandlers.Clear();
        bearer.TokenHandlers.Add(handler);
        bearer.TokenValidationParameters = rules;
        bearer.EventsType = typeof(TokenEvents);
    }

    private static TokenValidationParameters Rules(JwtOptions jwt, bool mayBeSilent = false) => new()
    {
        ClockSkew = JwtOptions.ClockSkew,
        IssuerValidator = (issuer, _, _) => jwt.Issuer is null || issuer == jwt.Issuer || (mayBeSilent && string.IsNullOrEmpty(issuer))
            ? issuer
            : throw new SecurityTokenInvalidIssuerException { InvalidIssuer = issuer },
        AudienceValidator = (audiences, _, _) => jwt.Audience is null || audiences.Contains(jwt.Audience) || (mayBeSilent && !audiences.Any())
            ? true
            : throw new SecurityTokenInvalidAudienceException { InvalidAudience = string.Join(", ", audiences) },

        // Better Auth also signs session cookies with the keys of its tokens; their type tells them apart (RFC 8725, section 3.11). Its tokens have none,
        // which ValidTypes would refuse.
        TypeValidator = (type, _, _) => type is not { Length: > 0 } || Types.Contains(type, StringComparer.OrdinalIgnoreCase)
            ? type
            : throw new SecurityTokenInvalidTypeException { InvalidType = type },
    };

    private static string SchemeOf(HttpRequest request, JwtOptions jwt) =>
        jwt.KeySet is null || (jwt.Secret is not null && AlgorithmOf(request.Headers.Authorization.ToString()) == jwt.Algorithm) ? SharedSecretScheme : KeySetScheme;

    /// <summary>What the token's header says; nothing where it cannot be read.</summary>
    private static string? AlgorithmOf(string authorization)
    {
        try
        {
            return authorization.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? new JsonWebToken(authorization[Prefix.Length..].Trim()).Alg : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
