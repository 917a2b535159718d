namespace Todo.Api.Responses;

/// <summary>At which methods and addresses an endpoint answers besides those that it was mapped with.</summary>
internal static class Addresses
{
    /// <summary>A group in which <c>HEAD</c> works wherever <c>GET</c> does; the server leaves the body out.</summary>
    internal static RouteGroupBuilder MapGroupWithHead(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("");
        ((IEndpointConventionBuilder)group).Finally(static endpoint =>
        {
            if (endpoint.Metadata.OfType<IHttpMethodMetadata>().LastOrDefault()?.HttpMethods is { } methods
                && methods.Contains(HttpMethods.Get) && !methods.Contains(HttpMethods.Head))
            {
                endpoint.Metadata.Add(new HttpMethodMetadata([.. methods, HttpMethods.Head]));
            }
        });
        return group;
    }

    /// <summary>Maps an endpoint at other names of its address as well; the document tells of the first only.</summary>
    internal static RouteHandlerBuilder MapGet(this IEndpointRouteBuilder app, string pattern, string[] others, Delegate handler) =>
        new([app.MapGet(pattern, handler), .. others.Select(other => app.MapGet(other, handler).AsOtherAddress())]);

    /// <inheritdoc cref="MapGet"/>
    internal static RouteHandlerBuilder MapPost(this IEndpointRouteBuilder app, string pattern, string[] others, Delegate handler) =>
        new([app.MapPost(pattern, handler), .. others.Select(other => app.MapPost(other, handler).AsOtherAddress())]);

    /// <summary>Leaves these endpoints out of the document, and takes their names, which are those of the endpoints that it tells of.</summary>
    internal static TBuilder AsOtherAddress<TBuilder>(this TBuilder endpoints) where TBuilder : IEndpointConventionBuilder
    {
        endpoints.ExcludeFromDescription();
        endpoints.Finally(static endpoint =>
        {
            foreach (var name in endpoint.Metadata.Where(metadata => metadata is IEndpointNameMetadata or IRouteNameMetadata).ToArray())
            {
                endpoint.Metadata.Remove(name);
            }
        });
        return endpoints;
    }
}
