using Scalar.AspNetCore;
using Todo.Api.Security;

namespace Todo.Api.OpenApi;

/// <summary>The Scalar page at <c>/scalar</c>, from the application itself: it works without the internet and reports to no one that it was opened.</summary>
internal static class ReferencePage
{
    internal static void MapReferencePage(this IEndpointRouteBuilder app) => app
        .MapScalarApiReference("/scalar", options => options
            .WithTitle("Todo API reference")
            .WithNonce()
            .ExpandAllTags()
            .PreserveSchemaPropertyOrder()
            .WithDefaultHttpClient(ScalarTarget.JavaScript, ScalarClient.Fetch)
            .AddPreferredSecuritySchemes(BearerSecurity.Scheme)
            .DisableDefaultFonts()
            .DisableTelemetry()
            .DisableAgent()
            .DisableMcp()
            .HideClientButton()
            .HideDeveloperTools())
        .AllowAnyone()
        .AddEndpointFilter((context, next) =>
        {
            // Scalar makes the nonce while it answers. 'unsafe-inline' for styles only: Scalar sets them on elements. Requests go to this host and nowhere else.
            var http = context.HttpContext;
            http.Response.OnStarting(() =>
            {
                http.Response.Headers.ContentSecurityPolicy =
                    $"default-src 'none'; script-src 'self' 'nonce-{http.Items[ScalarOptions.NonceHttpContextItemKey]}'; style-src 'self' 'unsafe-inline'; "
                    + "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
                return Task.CompletedTask;
            });
            return next(context);
        });
}
