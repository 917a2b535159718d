using Microsoft.AspNetCore.Authentication;
using Microsoft.IdentityModel.Tokens;
using Todo.Api.Errors;

namespace Todo.Api.Security;

/// <summary>Lets a caller into <c>/api/{user_id}</c> with a valid token (else 401) of that very user (else 403).</summary>
internal sealed class OwnershipFilter : IEndpointFilter
{
    internal const string RouteParameter = "user_id";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        await RefusalAsync(context.HttpContext, (string?)context.HttpContext.GetRouteValue(RouteParameter)) ?? await next(context);

    /// <summary>Why the caller may not go on; nothing when it may.</summary>
    internal static ValueTask<ProblemResult?> RefusalAsync(HttpContext context, string? pathUserId)
    {
        var user = CurrentUser.Of(context);
        if (!user.IsKnown)
        {
            return UnauthorizedAsync(context);
        }

        return ValueTask.FromResult(PathUserId.Matches(context, pathUserId, user.Id) ? null : new ProblemResult(ApiError.Forbidden));
    }

    /// <summary>A 401 that says what is missing, in the body and in <c>WWW-Authenticate</c> (RFC 6750, section 3).</summary>
    private static async ValueTask<ProblemResult?> UnauthorizedAsync(HttpContext context)
    {
        var (error, challenge) = (await context.AuthenticateAsync()).Failure switch
        {
            null => (ApiError.AuthRequired, "Bearer"),
            SecurityTokenExpiredException => (ApiError.TokenExpired, "Bearer error=\"invalid_token\", error_description=\"The token has expired\""),
            _ => (ApiError.TokenInvalid, "Bearer error=\"invalid_token\""),
        };

        context.Response.Headers.WWWAuthenticate = challenge;
        return new ProblemResult(error);
    }
}
