using System.IdentityModel.Tokens.Jwt;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;

namespace Todo.Api.Security;

internal static class SecuritySetup
{
    internal static IServiceCollection AddSecurity(this IServiceCollection services, JwtOptions jwt)
    {
        services.AddSingleton(jwt);
        services.AddSingleton<TokenValidation>();
        services.AddSingleton<ValidatedTokens>();
        services.AddSingleton<AccessTokens>();

        // Not AddAuthentication: it brings data protection, which keeps key files that a bearer token never needs.
        services.AddAuthenticationCore(options => options.DefaultScheme = JwtBearerDefaults.AuthenticationScheme);
        services.AddWebEncoders();
#pragma warning disable CS0618 // JwtBearer 3.1 asks for the old clock; goes away with it (docs/adr/0001).
        services.AddSingleton<ISystemClock, SystemClock>();
#pragma warning restore CS0618
        new AuthenticationBuilder(services).AddJwtBearer();
        services.AddSingleton<IConfigureOptions<JwtBearerOptions>, BearerOptions>();
        return services;
    }

    /// <summary>
    /// Requires a token (401) of the user whose path it is (403). It also answers for addresses below that no endpoint has: nobody learns
    /// without a token what is there.
    /// </summary>
    internal static RouteGroupBuilder RequireOwnership(this RouteGroupBuilder group) =>
        group.WithMetadata(Access.Owner).AddEndpointFilter<RouteGroupBuilder, OwnershipFilter>();

    internal static TBuilder AllowAnyone<TBuilder>(this TBuilder endpoints) where TBuilder : IEndpointConventionBuilder =>
        endpoints.WithMetadata(Access.Anyone);

    private sealed class BearerOptions(TokenValidation validation, ValidatedTokens validated) : IConfigureNamedOptions<JwtBearerOptions>
    {
        public void Configure(string? name, JwtBearerOptions options) => Configure(options);

        public void Configure(JwtBearerOptions options)
        {
            options.SaveToken = false;
            options.TokenValidationParameters = validation.Parameters();

            // The one line that depends on the version: from 8.0 on these are options.TokenHandlers.
            options.SecurityTokenValidators.Clear();
            options.SecurityTokenValidators.Add(validation.Handler);

            options.Events = new JwtBearerEvents
            {
                OnMessageReceived = UseValidatedTokenAsync,
                OnTokenValidated = KeepAsync,
            };
        }

        private Task UseValidatedTokenAsync(MessageReceivedContext context)
        {
            context.Token = BearerToken.Of(context.Request);
            if (context.Token is { Length: <= TokenValidation.MaxLength } token && validated.Find(token) is { } principal)
            {
                context.Principal = principal;
                context.Success();
            }

            return Task.CompletedTask;
        }

        private Task KeepAsync(TokenValidatedContext context)
        {
            var token = (JwtSecurityToken)context.SecurityToken;
            if (TokenValidation.PrincipalOf(token) is { } principal)
            {
                context.Principal = principal;
                validated.Keep(token.RawData, principal, TokenValidation.ExpiryOf(token) + JwtOptions.ClockSkew);
            }
            else
            {
                context.Fail("The token names no usable user.");
            }

            return Task.CompletedTask;
        }
    }
}
