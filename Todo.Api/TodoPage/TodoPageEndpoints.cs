using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Todo.Api.Security;
using Todo.Api.Settings;

namespace Todo.Api.TodoPage;

/// <summary>The to-do page at <c>/</c>, in Development only: the first thing to see after <c>dotnet run</c>, and an example of how to call the API.</summary>
internal static class TodoPageEndpoints
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];
    private static readonly Lazy<Asset> EmbeddedPage = new(() => Asset.Of("index.html", "text/html"));
    private static readonly Lazy<Asset> EmbeddedScript = new(() => Asset.Of("app.js", "text/javascript"));
    private static readonly Lazy<Asset> EmbeddedStyle = new(() => Asset.Of("style.css", "text/css"));
    private static readonly Lazy<Asset> EmbeddedIcon = new(() => Asset.Of("icon.svg", "image/svg+xml"));

    internal static void MapTodoPage(this IEndpointRouteBuilder app, AppSettings settings)
    {
        if (settings.IsProduction)
        {
            return;
        }

        var page = app.MapGroup("").AllowAnyone().ExcludeFromDescription();

        page.MapMethods("/", Methods, Page).WithName("GetTodoPage");
        page.MapMethods("/app.js", Methods, Script).WithName("GetTodoPageScript");
        page.MapMethods("/style.css", Methods, Style).WithName("GetTodoPageStyle");
        page.MapMethods("/icon.svg", Methods, Icon).WithName("GetTodoPageIcon");
    }

    /// <summary>The page</summary>
    internal static FileContentHttpResult Page(HttpContext http) => EmbeddedPage.Value.Answer(http);

    /// <summary>What it does</summary>
    internal static FileContentHttpResult Script(HttpContext http) => EmbeddedScript.Value.Answer(http);

    /// <summary>How it looks</summary>
    internal static FileContentHttpResult Style(HttpContext http) => EmbeddedStyle.Value.Answer(http);

    /// <summary>Its sign in the tab</summary>
    internal static FileContentHttpResult Icon(HttpContext http) => EmbeddedIcon.Value.Answer(http);

    private sealed record Asset(byte[] Content, string MediaType, EntityTagHeaderValue Tag)
    {
        internal static Asset Of(string name, string mediaType)
        {
            using var resource = typeof(TodoPageEndpoints).Assembly.GetManifestResourceStream($"todo-page/{name}")!;
            var content = new byte[resource.Length];
            resource.ReadExactly(content);
            var hash = Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16));
            return new Asset(content, $"{mediaType}; charset=utf-8", new EntityTagHeaderValue($"\"{hash}\""));
        }

        internal FileContentHttpResult Answer(HttpContext http)
        {
            // The addresses stay the same from version to version, so browsers ask each time, and mostly hear 304.
            http.Response.Headers.CacheControl = "no-cache";
            http.Response.Headers.ContentSecurityPolicy = Policy;
            return TypedResults.Bytes(Content, MediaType, entityTag: Tag);
        }
    }
}
