namespace Todo.Api.Responses;

/// <summary>
/// Which of our addresses a client may have meant that asked for one that is not there: clients of other back ends put a version or
/// <c>/users</c> into it, leave out <c>/api</c>, <c>/auth</c> or the user's id, or have another word for the same thing.
/// </summary>
internal sealed class NearAddresses(EndpointDataSource endpoints)
{
    private static readonly string[] TooMuch = ["api", "v1", "users"];
    private static readonly string[] LeftOut = ["api", "auth", "{user_id}"];

    private static readonly Dictionary<string, string> OtherWords = new(StringComparer.OrdinalIgnoreCase) { ["toggle"] = "complete", ["sign-in"] = "signin", ["sign-up"] = "signup" };

    private readonly string[][] _addresses =
    [
        .. from endpoint in endpoints.Endpoints.OfType<RouteEndpoint>()
           let words = Words(endpoint.RoutePattern.RawText!)
           where words is ["api" or "health", ..]
           select words,
    ];

    /// <summary>A sentence that names them; nothing where none is near.</summary>
    internal string? Find(PathString path)
    {
        var asked = Words(path.Value!).SkipWhile(word => TooMuch.Contains(word, StringComparer.OrdinalIgnoreCase)).ToArray();
        string[] near = asked.Length == 0 ? [] : [.. _addresses.Where(address => IsNear(address, asked)).Select(address => $"/{string.Join('/', address)}").Distinct()];
        return near.Length == 0 ? null : $"There is nothing at this address; did you mean {string.Join(" or ", near)}?";
    }

    private static string[] Words(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries);

    private static bool IsNear(string[] address, string[] asked)
    {
        var missing = address.Length - asked.Length;
        return missing >= 0
            && address.Take(missing).All(LeftOut.Contains)
            && address.Skip(missing).Zip(asked).All(pair => pair.First[0] == '{' || IsMeant(pair.First, pair.Second));
    }

    private static bool IsMeant(string ours, string asked) =>
        ours.Equals(asked, StringComparison.OrdinalIgnoreCase) || (OtherWords.TryGetValue(asked, out var meant) && ours == meant);
}
