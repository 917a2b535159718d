namespace Todo.Api.Security;

/// <summary>The token in <c>Authorization: Bearer …</c> (RFC 6750); the scheme is compared without case.</summary>
internal static class BearerToken
{
    private const string Scheme = "Bearer ";

    /// <summary>The token; empty when the request has none.</summary>
    internal static ReadOnlySpan<char> Of(HttpRequest request)
    {
        var header = request.Headers.Authorization;
        return header is [{ } value] && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? value.AsSpan(Scheme.Length).Trim() : [];
    }
}
