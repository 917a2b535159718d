using Todo.Api.Errors;

namespace Todo.Api.Security;

/// <summary>Lets a caller into <c>/api/{user_id}</c> with a valid token (else 401) of that very user (else 403).</summary>
internal sealed class OwnershipFilter : IEndpointFilter
{
    internal const string RouteParameter = "user_id";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        await RefusalAsync(context.HttpContext, (string?)context.HttpContext.GetRouteValue(RouteParameter)) ?? await next(context);

    /// <summary>Why the caller may not go on; nothing when it may.</summary>
    internal static async ValueTask<ProblemResult?> RefusalAsync(HttpContext context, string? pathUserId)
    {
        var user = CurrentUser.Of(context);
        if (!user.IsKnown)
        {
            return await TokenFilter.RefusalAsync(context);
        }

        return PathUserId.Matches(context, pathUserId, user.Id) ? null : new ProblemResult(ApiError.Forbidden);
    }
}
