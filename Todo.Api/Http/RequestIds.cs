using System.Buffers;

namespace Todo.Api.Http;

/// <summary>Every response carries <c>X-Request-Id</c>: the caller's own when it sent a usable one, else a new one.</summary>
internal static class RequestIds
{
    internal const string Header = "X-Request-Id";
    internal const int MaxLength = 128;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    internal static string Of(HttpContext context) => context.TraceIdentifier;

    internal static void UseRequestIds(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var sent = context.Request.Headers[Header];
        context.TraceIdentifier = sent is [{ Length: >= 1 and <= MaxLength } own] && !own.AsSpan().ContainsAnyExcept(Allowed)
            ? own
            : Guid.CreateVersion7().ToString("N");

        // Set when the response starts: the exception handler clears all headers that were there before.
        context.Response.OnStarting(static state =>
        {
            var context = (HttpContext)state;
            context.Response.Headers[Header] = context.TraceIdentifier;
            return Task.CompletedTask;
        }, context);

        return next(context);
    });
}
