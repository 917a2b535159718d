using Todo.Api.Responses;

namespace Todo.Api.Security;

/// <summary>
/// Below a user's path an address or a method that no endpoint has is told only to that user; every other caller gets the 401 or 403 of any
/// other address there. Elsewhere it is a 404 for everyone, which names the address that may be meant.
/// </summary>
internal sealed class UnmatchedAddresses(RequestDelegate next, EndpointDataSource endpoints)
{
    private const string UserId = $"{{{OwnershipFilter.RouteParameter}}}";

    /// <summary>What other APIs say for a word of ours; nothing where they say what is not in our addresses, such as a version.</summary>
    private static readonly Dictionary<string, string?> OtherWords = new(StringComparer.OrdinalIgnoreCase)
    {
        ["api"] = null,
        ["v1"] = null,
        ["users"] = null,
        ["user"] = null,
        ["me"] = null,
        ["task"] = "tasks",
        ["todo"] = "tasks",
        ["todos"] = "tasks",
        ["toggle"] = "complete",
        ["sign-in"] = "signin",
        ["sign-up"] = "signup",
        ["get-session"] = "session",
    };

    /// <summary>What clients leave out before the words that they share with one of our addresses.</summary>
    private static readonly string[] LeftOut = ["api", "auth", UserId];

    private readonly string[][] _addresses =
    [
        .. from endpoint in endpoints.Endpoints.OfType<RouteEndpoint>()
           let words = Words(endpoint.RoutePattern.RawText!)
           where words is ["api" or "health", ..]
           select words,
    ];

    public Task InvokeAsync(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<Access>() is null ? AnswerAsync(context) : next(context);

    /// <summary>What a caller is told besides where the user's id is a word that other APIs have for something else: <c>/api/me/tasks</c>.</summary>
    internal static string? HintAtPathOfOther(HttpContext context) =>
        context.GetRouteValue(OwnershipFilter.RouteParameter) is string id && OtherWords.ContainsKey(id) && context.GetEndpoint() is RouteEndpoint endpoint
            ? $"{ApiError.Forbidden.Detail} Did you mean {endpoint.RoutePattern.RawText!.TrimEnd('/').Replace($"/{UserId}", "", StringComparison.Ordinal)}?"
            : null;

    private async Task AnswerAsync(HttpContext context)
    {
        var words = Words(context.Request.Path.Value!);
        var first = words is [var api, var word, ..] && IsApi(api) ? word : "";

        // Routing tells of a wrong method (405) before it looks at what may be a user's id.
        var near = context.GetEndpoint() is null || UserPaths.WordsOfOtherApis.Contains(first) ? Near(words) : null;

        // Some clients put /api into their base address and into their paths. And no user has anything at /api/me or /api/todos/5, but everyone has
        // something near it.
        var isOfUser = first.Length > 0
            && !UserPaths.WordsOfNoUser.Contains(words.SkipWhile(IsApi).FirstOrDefault(first))
            && (near is null || (words.Length > 2 && !OtherWords.ContainsKey(first)));

        var problem = isOfUser && !OwnershipFilter.IsOwner(context, UserPaths.OwnWords.Contains(first) ? null : first)
            ? await OwnershipFilter.RefusalAsync(context)
            : near is not null ? new ProblemResult(ApiError.NotFound, near) : null;

        await (problem?.ExecuteAsync(context) ?? next(context));
    }

    /// <summary>A sentence that names the addresses that may be meant; nothing where none is near.</summary>
    private string? Near(string[] words)
    {
        // The last word is always meant: /api/users/me is /api/auth/me, and /api/users/me/tasks is /api/tasks.
        string[] asked = [.. words.SkipLast(1).SkipWhile(word => OtherWords.TryGetValue(word, out var ours) && ours is null), .. words.TakeLast(1)];
        var near = _addresses.Where(address => asked.Length > 0 && IsNear(address, asked)).Select(address => $"/{string.Join('/', address)}").Distinct().ToArray();
        return near.Length == 0 ? null : $"There is nothing at this address; did you mean {string.Join(" or ", near)}?";
    }

    private static bool IsNear(string[] address, string[] asked)
    {
        var missing = address.Length - asked.Length;
        return missing >= 0
            && address.Take(missing).All(LeftOut.Contains)
            && address.Skip(missing).Zip(asked).All(pair => pair.First[0] == '{' || IsMeant(pair.First, pair.Second));
    }

    private static bool IsMeant(string ours, string asked) => ours.Equals(asked, StringComparison.OrdinalIgnoreCase) || OtherWords.GetValueOrDefault(asked) == ours;

    private static bool IsApi(string word) => word.Equals("api", StringComparison.OrdinalIgnoreCase);

    private static string[] Words(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries);
}
