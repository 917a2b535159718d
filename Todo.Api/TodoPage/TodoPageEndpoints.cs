using Microsoft.AspNetCore.Http.HttpResults;
using Todo.Api.Responses;
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
    private static readonly Lazy<EmbeddedFile?> EmbeddedPage = EmbeddedFile.Find("todo-page/index.html", "text/html");
    private static readonly Lazy<EmbeddedFile?> EmbeddedScript = EmbeddedFile.Find("todo-page/app.js", "text/javascript");
    private static readonly Lazy<EmbeddedFile?> EmbeddedStyle = EmbeddedFile.Find("todo-page/style.css", "text/css");
    private static readonly Lazy<EmbeddedFile?> EmbeddedIcon = EmbeddedFile.Find("todo-page/icon.svg", "image/svg+xml");

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
    internal static FileContentHttpResult Page(HttpContext http) => Answer(EmbeddedPage, http);

    /// <summary>What it does</summary>
    internal static FileContentHttpResult Script(HttpContext http) => Answer(EmbeddedScript, http);

    /// <summary>How it looks</summary>
    internal static FileContentHttpResult Style(HttpContext http) => Answer(EmbeddedStyle, http);

    /// <summary>Its sign in the tab</summary>
    internal static FileContentHttpResult Icon(HttpContext http) => Answer(EmbeddedIcon, http);

    private static FileContentHttpResult Answer(Lazy<EmbeddedFile?> file, HttpContext http)
    {
        http.Response.Headers.ContentSecurityPolicy = Policy;
        return file.Value!.Answer(http);
    }
}
