using Microsoft.AspNetCore.Cors.Infrastructure;
using Todo.Api.Settings;

namespace Todo.Api.Responses;

internal static class CorsSettings
{
    private const string Name = "CORS_ORIGINS";

    private static readonly string[] ExposedHeaders =
        ["Link", "Location", "ETag", "X-Total-Count", RequestIds.Header, "Retry-After", "RateLimit", "RateLimit-Policy"];

    /// <summary>Lets pages of the origins in <c>CORS_ORIGINS</c> call the API. Without credentials: tokens travel in a header.</summary>
    internal static CorsPolicy From(AppSettings settings)
    {
        var origins = (settings.Text(Name) ?? (settings.IsDevelopment ? "http://localhost:3000" : ""))
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        foreach (var origin in origins.Where(origin => origin != "*" && !IsOrigin(origin)))
        {
            settings.Problem(Name, $"'{origin}' is not an origin; write scheme, host and port only, such as https://app.example.com, separated by commas");
        }

        return new CorsPolicyBuilder(origins)
            .WithMethods("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
            .WithHeaders("Authorization", "Content-Type", RequestIds.Header)
            .WithExposedHeaders(ExposedHeaders)
            .SetPreflightMaxAge(TimeSpan.FromHours(1))
            .Build();
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
        && string.Equals(address.GetLeftPart(UriPartial.Authority), text.TrimEnd('/'), StringComparison.OrdinalIgnoreCase)
        && !text.EndsWith('/');
}
