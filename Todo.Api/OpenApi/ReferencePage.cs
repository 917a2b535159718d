using Microsoft.AspNetCore.Http.HttpResults;
using Todo.Api.Responses;
using Todo.Api.Security;

namespace Todo.Api.OpenApi;

/// <summary>The Scalar page at <c>/scalar</c>, from the application itself: it works without the internet and tells nobody that it was opened.</summary>
internal static class ReferencePage
{
    // 'unsafe-inline' for styles only: Scalar sets them on elements. Requests go to this host and nowhere else.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        + "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private static readonly Lazy<EmbeddedFile?> EmbeddedPage = EmbeddedFile.Find("scalar.html", "text/html");
    private static readonly Lazy<EmbeddedFile?> EmbeddedMissing = EmbeddedFile.Find("scalar-missing.html", "text/html");
    private static readonly Lazy<EmbeddedFile?> EmbeddedScript = EmbeddedFile.Find("scalar.js", "text/javascript");
    private static readonly Lazy<EmbeddedFile?> EmbeddedStart = EmbeddedFile.Find("scalar-start.js", "text/javascript");

    internal static void MapReferencePage(this IEndpointRouteBuilder app)
    {
        var scalar = app.MapGroup("/scalar").AllowAnyone().ExcludeFromDescription();

        scalar.MapGet("/", Page).WithName("GetReferencePage");
        scalar.MapGet("/scalar.js", Script).WithName("GetReferenceScript");
        scalar.MapGet("/start.js", StartScript).WithName("GetReferenceStart");
    }

    /// <summary>The page, or what is missing for it</summary>
    internal static FileContentHttpResult Page(HttpContext http)
    {
        http.Response.Headers.ContentSecurityPolicy = Policy;
        return (EmbeddedScript.Value is null ? EmbeddedMissing : EmbeddedPage).Value!.Answer(http);
    }

    /// <summary>Scalar</summary>
    internal static Results<FileContentHttpResult, NotFound> Script(HttpContext http) =>
        EmbeddedScript.Value is { } script ? script.Answer(http) : TypedResults.NotFound();

    /// <summary>Its settings</summary>
    internal static FileContentHttpResult StartScript(HttpContext http) => EmbeddedStart.Value!.Answer(http);
}
