using Microsoft.AspNetCore.Authentication;
using Microsoft.IdentityModel.Tokens;
using Todo.Api.Responses;

namespace Todo.Api.Security;

/// <summary>Lets a caller in with a valid token (else 401).</summary>
internal sealed class TokenFilter : IEndpointFilter
{
    private const string NoJwt = "Invalid token. This is not a JWT, perhaps a session token; the JWT of the sign-in is needed.";

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

        var (error, detail, parameters) = failure switch
        {
            null => (ApiError.AuthRequired, null, ""),
            SecurityTokenExpiredException => (ApiError.TokenExpired, null, " error=\"invalid_token\", error_description=\"The token has expired\""),
            _ when !IsJwt(context.Request) => (ApiError.TokenInvalid, NoJwt, " error=\"invalid_token\", error_description=\"The token is not a JWT\""),
            _ => (ApiError.TokenInvalid, null, " error=\"invalid_token\""),
        };

        context.Response.Headers.WWWAuthenticate = $"Bearer{parameters}";
        return new ProblemResult(error, detail);
    }

    /// <summary>Whether it has the three parts of a JWT; the session token of Better Auth, which some front ends send, has two.</summary>
    private static bool IsJwt(HttpRequest request) => request.Headers.Authorization.ToString().Count('.') == 2;
}
