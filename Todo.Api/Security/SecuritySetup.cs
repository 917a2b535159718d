using Todo.Api.Responses;

namespace Todo.Api.Security;

internal static class SecuritySetup
{
    internal static IServiceCollection AddSecurity(this IServiceCollection services, JwtOptions jwt) => services
        .AddSingleton(jwt)
        .AddTokenAuthentication(jwt);

    /// <summary>Requires a token (401) of the user whose path it is (403).</summary>
    internal static RouteGroupBuilder RequireOwnership(this RouteGroupBuilder group) =>
        group.WithMetadata(Access.Owner)
            .WithErrors(ApiError.AuthRequired, ApiError.TokenExpired, ApiError.TokenInvalid, ApiError.Forbidden)
            .AddEndpointFilter<RouteGroupBuilder, OwnershipFilter>();

    /// <summary>Requires a valid token (401), of any user.</summary>
    internal static RouteHandlerBuilder RequireToken(this RouteHandlerBuilder endpoint) =>
        endpoint.WithMetadata(Access.Known)
            .WithErrors(ApiError.AuthRequired, ApiError.TokenExpired, ApiError.TokenInvalid)
            .AddEndpointFilter<TokenFilter>();

    internal static TBuilder AllowAnyone<TBuilder>(this TBuilder endpoints) where TBuilder : IEndpointConventionBuilder =>
        endpoints.WithMetadata(Access.Anyone);
}
