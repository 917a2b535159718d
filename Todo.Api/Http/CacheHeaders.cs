namespace Todo.Api.Http;

internal static class CacheHeaders
{
    /// <summary>Answers of these endpoints are in nobody's cache (RFC 9111, section 5.2.2.5).</summary>
    internal static RouteGroupBuilder NeverStored(this RouteGroupBuilder group) => group.AddEndpointFilter((context, next) =>
    {
        context.HttpContext.Response.Headers.CacheControl = "no-store";
        return next(context);
    });
}
