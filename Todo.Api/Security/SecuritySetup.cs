using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using Todo.Api.Hosting;
using Todo.Api.Responses;

namespace Todo.Api.Security;

internal static class SecuritySetup
{
    internal static IServiceCollection AddSecurity(this IServiceCollection services, ApiSettings api)
    {
        var jwt = api.Jwt;
        services.AddSingleton(jwt);
        services.AddSingleton(api.LocalAuth);
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<PasswordHashing>();
        services.AddSingleton<ValidatedTokens>();
        services.AddSingleton(provider => new TokenValidation(jwt, provider.GetService<BetterAuthKeys>(), provider.GetRequiredService<TimeProvider>()));
        if (jwt.KeySet is { } address)
        {
            services.AddSingleton(provider => ActivatorUtilities.CreateInstance<BetterAuthKeys>(provider, new HttpClient(BetterAuthKeys.CreateHandler()), address));
        }

        // Not AddAuthentication: it brings data protection, which keeps key files that a bearer token never needs.
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        services.AddSingleton<IConfigureOptions<JwtBearerOptions>, BearerOptions>();
        return services;
    }

    /// <summary>Learns who is calling. Whoever comes with a token that was validated before needs no authentication handler.</summary>
    internal static void UseTokens(this IApplicationBuilder app)
    {
        // Where WebApplication sees no authentication in the main line, it puts one before everything else.
        app.Properties["__AuthenticationMiddlewareSet"] = true;

        var tokens = app.ApplicationServices.GetRequiredService<ValidatedTokens>();
        app.Use(next =>
        {
            var newcomers = app.New();
            newcomers.UseAuthentication();
            newcomers.Run(next);
            var authenticate = newcomers.Build();

            return context =>
            {
                if (tokens.Find(BearerToken.Of(context.Request)) is not { } known)
                {
                    return authenticate(context);
                }

                context.User = known.User;
                return next(context);
            };
        });
    }

    /// <summary>Requires a token (401) of the user whose path it is (403).</summary>
    internal static RouteGroupBuilder RequireOwnership(this RouteGroupBuilder group) =>
        group.WithMetadata(Access.Owner)
            .WithErrors(ApiError.AuthRequired, ApiError.TokenExpired, ApiError.TokenInvalid, ApiError.Forbidden)
            .AddEndpointFilter<RouteGroupBuilder, OwnershipFilter>();

    /// <summary>Requires a token (401), whoever's.</summary>
    internal static RouteHandlerBuilder RequireToken(this RouteHandlerBuilder endpoint) =>
        endpoint.WithMetadata(Access.Known)
            .WithErrors(ApiError.AuthRequired, ApiError.TokenExpired, ApiError.TokenInvalid)
            .AddEndpointFilter<TokenFilter>();

    internal static TBuilder AllowAnyone<TBuilder>(this TBuilder endpoints) where TBuilder : IEndpointConventionBuilder =>
        endpoints.WithMetadata(Access.Anyone);

    private sealed class BearerOptions(ValidatedTokens tokens) : IConfigureNamedOptions<JwtBearerOptions>
    {
        public void Configure(string? name, JwtBearerOptions options) => Configure(options);

        // The whole check happens here, because the key of a token may have to be waited for, which the handler's own validators cannot do.
        public void Configure(JwtBearerOptions options) => options.Events = new JwtBearerEvents
        {
            OnMessageReceived = async context =>
            {
                var token = BearerToken.Of(context.Request).ToString();
                if (token.Length == 0)
                {
                    context.NoResult();
                    return;
                }

                try
                {
                    var validated = await tokens.ValidateAsync(token, context.HttpContext.RequestAborted);
                    context.Principal = validated.User;
                    context.Success();
                }
                catch (Exception exception) when (exception is SecurityTokenException or KeySetUnavailableException or ArgumentException)
                {
                    context.Fail(exception);
                }
            },
        };
    }
}
