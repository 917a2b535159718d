namespace Todo.Api.Responses;

/// <summary>
/// What stands before endpoints, and lets a request through or answers it. Plain request delegates: the framework's endpoint filters would put
/// the arguments and results of every request into objects, and cost two more steps to wait for.
/// </summary>
internal static class Filters
{
    /// <summary>Outer groups come first, and of one group what was said first.</summary>
    internal static TBuilder FilterBy<TBuilder>(this TBuilder endpoints, Func<EndpointBuilder, RequestDelegate, RequestDelegate> filter)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoints.Add(endpoint => endpoint.Metadata.Add(new Filter(filter)));
        endpoints.Finally(Apply);
        return endpoints;
    }

    // Everybody who added one asks for this when all are known; the first to ask has them all applied, the inner ones first.
    private static void Apply(EndpointBuilder endpoint)
    {
        foreach (var filter in endpoint.Metadata.OfType<Filter>().Reverse().ToList())
        {
            endpoint.Metadata.Remove(filter);
            endpoint.RequestDelegate = filter.Create(endpoint, endpoint.RequestDelegate!);
        }
    }

    private sealed record Filter(Func<EndpointBuilder, RequestDelegate, RequestDelegate> Create);
}
