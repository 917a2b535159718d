using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;

namespace Todo.Api.Observability;

/// <summary>
/// One line per request: the route that was asked and how it went. The address itself stays out, because of what people search for. The framework's
/// HTTP logging has no route and no user, and writes addresses.
/// </summary>
internal static partial class RequestLog
{
    private const string Category = "Todo.Api.Requests";

    internal static void UseRequestLog(this IApplicationBuilder app)
    {
        var log = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger(Category);
        app.Use(async (context, next) =>
        {
            var start = Stopwatch.GetTimestamp();
            try
            {
                await next(context);
            }
            finally
            {
                Write(log, context, Stopwatch.GetElapsedTime(start));
            }
        });
    }

    private static void Write(ILogger log, HttpContext context, TimeSpan duration)
    {
        if (log.IsEnabled(LogLevel.Information))
        {
            // Error handling takes the endpoint off the request, and remembers it.
            var endpoint = context.GetEndpoint() ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
            var route = (endpoint as RouteEndpoint)?.RoutePattern.RawText ?? "-";
            LogRequest(
                log, context.Request.Method, route, context.Response.StatusCode, duration.TotalMilliseconds, context.User.Identity?.Name, context.TraceIdentifier);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Method} {Route} {Status} in {DurationMs:0.0} ms, user {UserId}, request {RequestId}")]
    private static partial void LogRequest(ILogger log, string method, string route, int status, double durationMs, string? userId, string requestId);
}
