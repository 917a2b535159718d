using System.Collections.Frozen;
using Microsoft.AspNetCore.Routing.Patterns;
using Todo.Api.Responses;

namespace Todo.Api.Security;

/// <summary>Where everything of a user is: below <c>/api/{user_id}</c>, and below <c>/api</c> for the user of the token.</summary>
internal static class UserPaths
{
    /// <summary>What begins an address below <c>/api</c> that is the own user's: words that are no user ids, in any case.</summary>
    // Those of features to come as well: an id that is taken today could not be reached any more once its word has a meaning.
    internal static readonly FrozenSet<string> OwnWords = Words("tasks", "trash", "changes", "events", "batch", "lists", "tags");

    /// <summary>What begins addresses of other APIs: here nothing begins so.</summary>
    internal static readonly FrozenSet<string> WordsOfOtherApis = Words("v1", "users", "signup", "signin", "login", "register");

    /// <summary>What begins addresses that belong to no user.</summary>
    internal static readonly FrozenSet<string> WordsOfNoUser = Words(["auth", "health", .. WordsOfOtherApis]);

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

    internal static bool IsReserved(string word) => OwnWords.Contains(word) || WordsOfNoUser.Contains(word);

    private static FrozenSet<string> Words(params string[] words) => words.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private sealed class NotReserved : IRouteConstraint
    {
        public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
            values[routeKey] is string id && !IsReserved(id);
    }
}
