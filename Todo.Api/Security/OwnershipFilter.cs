using Todo.Api.Responses;

namespace Todo.Api.Security;

/// <summary>Lets a caller into <c>/api/{user_id}</c> with a valid token (else 401) of that very user (else 403).</summary>
internal static class OwnershipFilter
{
    internal const string RouteParameter = "user_id";

    internal static RequestDelegate Create(EndpointBuilder endpoint, RequestDelegate next) =>
        context => IsOwner(context, (string?)context.GetRouteValue(RouteParameter)) ? next(context) : RefuseAsync(context);

    internal static bool IsOwner(HttpContext context, string? pathUserId) =>
        CurrentUser.Of(context) is { IsKnown: true } user && PathUserId.Matches(context, pathUserId, user.Id);

    /// <summary>What somebody who is not the owner hears.</summary>
    internal static Task RefuseAsync(HttpContext context) =>
        CurrentUser.Of(context).IsKnown ? new ProblemResult(ApiError.Forbidden).ExecuteAsync(context) : TokenFilter.RefuseAsync(context);
}
