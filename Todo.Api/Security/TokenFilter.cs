using Microsoft.AspNetCore.Authentication;
using Microsoft.IdentityModel.Tokens;
using Todo.Api.Responses;

namespace Todo.Api.Security;

/// <summary>Lets a caller in with a valid token (else 401).</summary>
internal sealed class TokenFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        CurrentUser.Of(context.HttpContext).IsKnown ? await next(context) : await RefusalAsync(context.HttpContext);

    /// <summary>A 401 that says what is missing, in the body and in <c>WWW-Authenticate</c> (RFC 6750, section 3); nothing about why a signature failed.</summary>
    internal static async ValueTask<ProblemResult> RefusalAsync(HttpContext context)
    {
        var failure = (await context.AuthenticateAsync()).Failure;
        if (failure is KeySetUnavailableException)
        {
            return new ProblemResult(ApiError.ServiceUnavailable, "The token cannot be checked right now. Try again in a moment.");
        }

        var (error, challenge) = failure switch
        {
            null => (ApiError.AuthRequired, "Bearer"),
            SecurityTokenExpiredException => (ApiError.TokenExpired, "Bearer error=\"invalid_token\", error_description=\"The token has expired\""),
            _ => (ApiError.TokenInvalid, "Bearer error=\"invalid_token\""),
        };

        context.Response.Headers.WWWAuthenticate = challenge;
        return new ProblemResult(error);
    }
}
