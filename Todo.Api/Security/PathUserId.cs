using Microsoft.AspNetCore.Http.Features;

namespace Todo.Api.Security;

/// <summary>Compares the user of a path with the user of a token, exactly, after percent-decoding once.</summary>
internal static class PathUserId
{
    internal static bool Matches(HttpContext context, string segment, string userId)
    {
        // The server decodes everything but %2F, so where a percent sign is left only the address as it was sent can tell a slash from its code.
        if (!segment.Contains('%', StringComparison.Ordinal))
        {
            return string.Equals(segment, userId, StringComparison.Ordinal);
        }

        return RawSegment(context) is { } raw && string.Equals(Uri.UnescapeDataString(raw), userId, StringComparison.Ordinal);
    }

    /// <summary>What stands behind <c>/api/</c> in the request line.</summary>
    private static string? RawSegment(HttpContext context)
    {
        const string prefix = "/api/";
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var start = target.IndexOf(prefix, StringComparison.OrdinalIgnoreCase);
        if (start < 0)
        {
            return null;
        }

        start += prefix.Length;
        var end = target.AsSpan(start).IndexOfAny('/', '?');
        return end < 0 ? target[start..] : target.Substring(start, end);
    }
}
