using Todo.Api.Errors;

namespace Todo.Api.Security;

/// <summary>Lets a caller into <c>/api/{user_id}</c> with a valid token (else 401) of that very user (else 403).</summary>
internal sealed class OwnershipFilter : IEndpointFilter
{
    internal const string RouteParameter = "user_id";

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var segment = (string?)context.HttpContext.GetRouteValue(RouteParameter);
        return IsOwner(context.HttpContext, segment) ? next(context) : RefuseAsync(context.HttpContext);

        static async ValueTask<object?> RefuseAsync(HttpContext context) => await RefusalAsync(context);
    }

    internal static bool IsOwner(HttpContext context, string? pathUserId) =>
        CurrentUser.Of(context) is { IsKnown: true } user && PathUserId.Matches(context, pathUserId, user.Id);

    /// <summary>What somebody who is not the owner hears.</summary>
    internal static async ValueTask<ProblemResult> RefusalAsync(HttpContext context) =>
        CurrentUser.Of(context).IsKnown ? new ProblemResult(ApiError.Forbidden) : await TokenFilter.RefusalAsync(context);
}
