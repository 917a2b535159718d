using Microsoft.AspNetCore.Routing.Patterns;
using Todo.Api.Security;
using Todo.Api.Settings;

namespace Todo.Api.Hosting;

/// <summary>The to-do page at <c>/</c>, in Development only: the first thing to see after <c>dotnet run</c>, and an example of how to call the API.</summary>
internal static class TodoPage
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    internal static void MapTodoPage(this IEndpointRouteBuilder app, AppSettings settings)
    {
        if (settings.IsDevelopment)
        {
            app.MapStaticAssets().AllowAnyone().Add(endpoint =>
            {
                var file = (RouteEndpointBuilder)endpoint;
                var send = file.RequestDelegate!;
                file.RequestDelegate = http =>
                {
                    http.Response.Headers.ContentSecurityPolicy = Policy;
                    return send(http);
                };

                if (file.RoutePattern.RawText == "index.html")
                {
                    file.RoutePattern = RoutePatternFactory.Parse("/");
                }
            });
        }
    }
}
