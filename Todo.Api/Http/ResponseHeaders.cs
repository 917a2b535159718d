using Todo.Api.Settings;

namespace Todo.Api.Http;

/// <summary>
/// The headers that every answer carries, errors included: they are set when the response starts, because the exception handler clears
/// what was there before.
/// </summary>
internal static class ResponseHeaders
{
    private const string StrictTransportSecurity = "max-age=31536000; includeSubDomains";

    internal static void UseResponseHeaders(this IApplicationBuilder app, AppSettings settings)
    {
        var onStarting = settings.IsProduction ? (Func<object, Task>)SetInProduction : Set;
        app.Use((context, next) =>
        {
            RequestIds.Accept(context);
            context.Response.OnStarting(onStarting, context);
            return next(context);
        });
    }

    private static Task SetInProduction(object state)
    {
        var context = (HttpContext)state;
        if (context.Request.IsHttps)
        {
            context.Response.Headers.StrictTransportSecurity = StrictTransportSecurity;
        }

        return Set(state);
    }

    private static Task Set(object state)
    {
        var context = (HttpContext)state;
        var headers = context.Response.Headers;

        headers[RequestIds.Header] = RequestIds.Of(context);
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        if (headers.ContentSecurityPolicy.Count == 0)
        {
            headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        }

        // Answers with tokens are in nobody's cache (RFC 9111, section 5.2.2.5), and neither are refusals beside them.
        if (context.Request.Path.StartsWithSegments("/api/auth"))
        {
            headers.CacheControl = "no-store";
        }

        RateLimits.WriteHeaders(context);
        return Task.CompletedTask;
    }
}
