using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Todo.Api.Responses.Conditional;

/// <summary>
/// Versions on the wire (RFC 9110, section 13): answers with something versioned get their <c>ETag</c>, a read of what the client has already is a 304, and a
/// condition that cannot be read is a 400. What a write does with <see cref="IfMatch"/> is in its statement.
/// </summary>
internal sealed class ConditionalRequests : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var (request, response) = (context.HttpContext.Request, context.HttpContext.Response);
        var isRead = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        var known = isRead ? request.Headers.IfNoneMatch : StringValues.Empty;
        if (known.Count > 0 && EntityTags.Read(known) is null)
        {
            return Unreadable(HeaderNames.IfNoneMatch);
        }

        if (!isRead && context.Arguments.Any(argument => argument is IfMatch { IsReadable: false }))
        {
            return Unreadable(HeaderNames.IfMatch);
        }

        if (isRead)
        {
            // Caches may keep it for this user, and must ask each time.
            response.Headers.CacheControl = "private, no-cache";
        }

        var result = await next(context);
        if (TagOf(result, response) is not { } tag)
        {
            return result;
        }

        response.Headers.ETag = tag.ToString();
        return known.Count > 0 && EntityTags.Read(known)!.Any(other => other.Equals(EntityTagHeaderValue.Any) || other.Compare(tag, useStrongComparison: false))
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : result;
    }

    private static EntityTagHeaderValue? TagOf(object? result, HttpResponse response) => result switch
    {
        INestedHttpResult { Result: var inner } => TagOf(inner, response),
        IValueHttpResult { Value: IVersioned resource } => EntityTags.Of(resource.Version),
        IValueHttpResult { Value: IEnumerable<IVersioned> list } => TagOf("", list, response),

        // A list in an object, for front ends that want it so: what else is in there says the same as the headers.
        IValueHttpResult { Value: IReadOnlyDictionary<string, object?> members }
            when members.FirstOrDefault(member => member.Value is IEnumerable<IVersioned>) is { Key: { } name, Value: IEnumerable<IVersioned> list } => TagOf(name, list, response),
        _ => null,
    };

    private static EntityTagHeaderValue TagOf(string member, IEnumerable<IVersioned> list, HttpResponse response) =>
        EntityTags.Of(list, member, response.Headers.Link.ToString(), response.Headers["X-Total-Count"].ToString());

    private static ProblemResult Unreadable(string header) =>
        new(ApiError.MalformedRequest, $"The header {header} could not be read; send entity tags in quotes, such as \"7\", separated by commas, or *.");
}

internal static class ConditionalRequestsSetup
{
    /// <summary>Answers what the requests of the group have conditions for.</summary>
    internal static RouteGroupBuilder AnswerConditions(this RouteGroupBuilder group)
    {
        // A write that has conditions says so itself, by its IfMatch.
        ((IEndpointConventionBuilder)group).Finally(static endpoint =>
        {
            if (endpoint.Metadata.OfType<IHttpMethodMetadata>().LastOrDefault()?.HttpMethods.Contains(HttpMethods.Get) is true)
            {
                endpoint.Metadata.Add(new DeclaredErrors([ApiError.MalformedRequest]));
            }
        });
        return group.AddEndpointFilter(new ConditionalRequests());
    }
}
