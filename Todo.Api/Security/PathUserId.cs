using Microsoft.AspNetCore.Http.Features;

namespace Todo.Api.Security;

/// <summary>Compares the user of a path with the user of a token, exactly, after percent-decoding once.</summary>
internal static class PathUserId
{
    private const string Prefix = "/api/";

    internal static bool Matches(HttpContext context, string segment, string userId)
    {
        // The server decodes everything but %2F, so where a percent sign is left only the address as it was sent can tell a slash from its code.
        if (!segment.Contains('%', StringComparison.Ordinal))
        {
            return string.Equals(segment, userId, StringComparison.Ordinal);
        }

        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var start = target.IndexOf(Prefix, StringComparison.OrdinalIgnoreCase);
        var raw = start < 0 ? "" : target[(start + Prefix.Length)..].Split('/', '?')[0];
        return string.Equals(Uri.UnescapeDataString(raw), userId, StringComparison.Ordinal);
    }
}
