namespace Todo.Api.Responses;

/// <summary>The headers that every answer carries, errors included.</summary>
internal sealed class ResponseHeaders(IHostEnvironment environment)
{
    private const string StrictTransportSecurity = "max-age=31536000; includeSubDomains";

    private static readonly PathString Auth = "/api/auth";

    private readonly bool _isProduction = environment.IsProduction();

    internal void Write(HttpContext context)
    {
        var headers = context.Response.Headers;

        headers[RequestIds.Header] = RequestIds.Of(context);
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        if (_isProduction && context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = StrictTransportSecurity;
        }

        // Answers with tokens are in nobody's cache (RFC 9111, section 5.2.2.5), and neither are refusals beside them.
        if (context.Request.Path.StartsWithSegments(Auth))
        {
            headers.CacheControl = "no-store";
        }
    }

    /// <summary>Takes back what an answer that failed has said of itself.</summary>
    internal void StartOver(HttpContext context)
    {
        context.Response.Clear();
        Write(context);
    }
}
