using Microsoft.AspNetCore.Cors.Infrastructure;
using Todo.Api.Settings;

namespace Todo.Api.Responses;

internal static class CorsSettings
{
    private const string Name = "CORS_ORIGINS";

    private static readonly string[] ExposedHeaders =
        ["Link", "Location", "ETag", "X-Total-Count", RequestIds.Header, "Retry-After", "RateLimit", "RateLimit-Policy", "Idempotency-Replayed"];

    private static readonly string[] AllowedHeaders =
    [
        "Authorization", "Content-Type", RequestIds.Header, "X-Requested-With", "Cache-Control", "Idempotency-Key", "If-Match", "If-None-Match", "Last-Event-ID",
    ];

    /// <summary>
    /// Lets pages of the origins in <c>CORS_ORIGINS</c> call the API, with credentials too: many front ends send them to every back end, and here no
    /// cookie is read. Where any origin may call, browsers allow none.
    /// </summary>
    internal static CorsPolicy From(AppSettings settings)
    {
        var origins = (settings.Text(Name) ?? (settings.IsDevelopment ? "http://localhost:3000" : ""))
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        foreach (var origin in origins.Where(origin => origin != "*" && !IsOrigin(origin)))
        {
            settings.Problem(Name, $"'{origin}' is not an origin; write scheme, host and port only, such as https://app.example.com, separated by commas");
        }

        var policy = new CorsPolicyBuilder()
            .WithMethods("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
            .WithHeaders(AllowedHeaders)
            .WithExposedHeaders(ExposedHeaders)
            .SetPreflightMaxAge(TimeSpan.FromHours(1))
            .Build();

        var isForAll = origins.Contains("*");
        policy.SupportsCredentials = !isForAll;
        foreach (var origin in isForAll ? ["*"] : origins.Where(IsOrigin).Select(AsSent))
        {
            policy.Origins.Add(origin);
        }

        return policy;
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
        && string.Equals(address.GetLeftPart(UriPartial.Authority), text.TrimEnd('/'), StringComparison.OrdinalIgnoreCase)
        && !text.EndsWith('/');

    /// <summary>An origin as browsers send it: in small letters, and a name beyond ASCII in Punycode. The framework's builder leaves such names as they are.</summary>
    private static string AsSent(string origin)
    {
        var address = new Uri(origin);
        var host = address.HostNameType == UriHostNameType.Dns ? address.IdnHost : address.Host;
        return $"{address.Scheme}://{host}{(address.IsDefaultPort ? "" : $":{address.Port}")}".ToLowerInvariant();
    }
}
