using Todo.Api.Responses;

namespace Todo.Api.Security;

/// <summary>Lets a caller into <c>/api/{user_id}</c> with a valid token (else 401) of that very user (else 403); without a user id in the path it is the token's own user.</summary>
internal sealed class OwnershipFilter : IEndpointFilter
{
    internal const string RouteParameter = "user_id";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        IsOwner(context.HttpContext, (string?)context.HttpContext.GetRouteValue(RouteParameter)) ? await next(context) : await RefusalAsync(context.HttpContext);

    internal static bool IsOwner(HttpContext context, string? pathUserId) =>
        CurrentUser.Of(context) is { IsKnown: true } user && (pathUserId is null || PathUserId.Matches(context, pathUserId, user.Id));

    /// <summary>What a caller hears who is not the owner.</summary>
    internal static async ValueTask<ProblemResult> RefusalAsync(HttpContext context) =>
        CurrentUser.Of(context).IsKnown
            ? new ProblemResult(ApiError.Forbidden, UnmatchedAddresses.HintAtPathOfOther(context))
            : await TokenFilter.RefusalAsync(context);
}
