using Microsoft.Net.Http.Headers;

namespace Todo.Api.Responses;

/// <summary>The headers that every answer carries, errors included.</summary>
internal sealed class StandardHeaders(IHostEnvironment environment)
{
    private const string StrictTransportSecurity = "max-age=31536000; includeSubDomains";

    private static readonly PathString Auth = "/api/auth";

    private readonly bool _isProduction = environment.IsProduction();

    /// <summary>
    /// Without it a cache would hand an answer for one origin to another. Last of all, when the answer starts: CORS adds it where there are several
    /// origins, and files that are compressed have a <c>Vary</c> of their own.
    /// </summary>
    internal static Task VaryByOriginAsync(object response)
    {
        var headers = ((HttpResponse)response).Headers;
        if (!headers.GetCommaSeparatedValues(HeaderNames.Vary).Contains(HeaderNames.Origin, StringComparer.OrdinalIgnoreCase))
        {
            headers.Append(HeaderNames.Vary, HeaderNames.Origin);
        }

        return Task.CompletedTask;
    }

    internal void Write(HttpContext context)
    {
        var headers = context.Response.Headers;

        headers[RequestIds.Header] = RequestIds.Get(context);
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        if (_isProduction && context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = StrictTransportSecurity;
        }

        // Answers with tokens are in no cache (RFC 9111, section 5.2.2.5), and neither are refusals beside them.
        if (context.Request.Path.StartsWithSegments(Auth))
        {
            headers.CacheControl = "no-store";
        }
    }
}
