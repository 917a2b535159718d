using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Todo.Api.Security;

namespace Todo.Api.OpenApi;

/// <summary>The Scalar page at <c>/scalar</c>, from the application itself: it works without the internet and tells nobody that it was opened.</summary>
internal static class ReferencePage
{
    // 'unsafe-inline' for styles only: Scalar sets them on elements. Requests go to this host and nowhere else.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        + "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

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
        return (PageAsset.Script is null ? PageAsset.Missing : PageAsset.Page).Answer(http);
    }

    /// <summary>Scalar</summary>
    internal static Results<FileContentHttpResult, NotFound> Script(HttpContext http) =>
        PageAsset.Script is { } script ? script.Answer(http) : TypedResults.NotFound();

    /// <summary>Its settings</summary>
    internal static FileContentHttpResult StartScript(HttpContext http) => PageAsset.Start.Answer(http);

    private static FileContentHttpResult Answer(this PageAsset asset, HttpContext http)
    {
        // The addresses stay the same from version to version, so browsers ask each time, and mostly hear 304.
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.Headers.Vary = HeaderNames.AcceptEncoding;

        var isCompressed = StringWithQualityHeaderValue.TryParseList(http.Request.Headers.AcceptEncoding, out var encodings)
            && encodings.Any(encoding => encoding.Value == "gzip" && encoding.Quality is not 0);
        if (isCompressed)
        {
            http.Response.Headers.ContentEncoding = "gzip";
        }

        var content = isCompressed ? asset.Compressed : asset.Content;
        return TypedResults.Bytes(content, asset.MediaType, entityTag: isCompressed ? asset.CompressedTag : asset.Tag);
    }
}
