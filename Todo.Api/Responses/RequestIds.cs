using System.Buffers;

namespace Todo.Api.Responses;

/// <summary>Every response carries <c>X-Request-Id</c>: the caller's own when it sent a usable one, else a new one.</summary>
internal static class RequestIds
{
    internal const string Header = "X-Request-Id";
    internal const int MaxLength = 128;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    internal static string Get(HttpContext context) => context.TraceIdentifier;

    // The server's own id is one of connection and request; between them it puts a colon, which callers may not send.
    internal static void Accept(HttpContext context) =>
        context.TraceIdentifier = context.Request.Headers[Header] is [{ Length: >= 1 and <= MaxLength } own] && !own.AsSpan().ContainsAnyExcept(Allowed)
            ? own
            : context.TraceIdentifier.Replace(':', '-');
}
