using Microsoft.AspNetCore.Routing.Patterns;
using Todo.Api.Responses;

namespace Todo.Api.Security;

/// <summary>Where everything of a user is: below <c>/api/{user_id}</c>, and below <c>/api</c> for the user of the token.</summary>
internal static class UserPaths
{
    private const string OwnPath = "/api";

    private static readonly RoutePattern PathOfUser = RoutePatternFactory.Parse(
        $"{OwnPath}/{{{OwnershipFilter.RouteParameter}}}", defaults: null, parameterPolicies: new Dictionary<string, object?> { [OwnershipFilter.RouteParameter] = new NotReserved() });

    /// <summary>Maps what belongs to a user in both forms; the document tells of the first.</summary>
    internal static void MapOfUser(this IEndpointRouteBuilder app, Action<RouteGroupBuilder> map)
    {
        map(app.MapGroup(PathOfUser));
        map(app.MapGroup(OwnPath).AsOtherAddress());
    }

    /// <summary>What an address of this user begins with, escaped and in the form that was asked for.</summary>
    internal static string UserPath(this HttpContext context) => context.GetRouteValue(OwnershipFilter.RouteParameter) is null
        ? OwnPath
        : $"{OwnPath}/{Uri.EscapeDataString(CurrentUser.Of(context).Id)}";

    /// <summary>Keeps the words of other addresses from being taken for a user's id.</summary>
    private sealed class NotReserved : IRouteConstraint
    {
        public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
            values[routeKey] is string id && !AddressWords.IsReserved(id);
    }
}
