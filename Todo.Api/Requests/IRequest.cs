using System.Collections.Frozen;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Todo.Api.Responses;

namespace Todo.Api.Requests;

/// <summary>
/// A request record. Minimal APIs bind parameters before any endpoint filter runs, but a client hears 401 and 403 before anything about its request:
/// binding hands out an empty record, and the <see cref="ValidationFilter"/> reads the request into it and validates it.
/// </summary>
internal interface IRequest<TSelf> : IEndpointParameterMetadataProvider where TSelf : class, IRequest<TSelf>
{
    static ValueTask<TSelf> BindAsync(HttpContext context) => ValueTask.FromResult(Activator.CreateInstance<TSelf>());

    /// <summary>Reads the request into the record and notes what is wrong with its members; the answer to one that cannot be read at all.</summary>
    static abstract ValueTask<ProblemResult?> ReadAsync(HttpRequest request, RequestMembers members, TSelf result, FieldErrors errors);
}

/// <summary>A request that is the query string.</summary>
internal interface IQuery<TSelf> : IRequest<TSelf> where TSelf : class, IQuery<TSelf>
{
    static void IEndpointParameterMetadataProvider.PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new RequestQuery(typeof(TSelf)));

    static ValueTask<ProblemResult?> IRequest<TSelf>.ReadAsync(HttpRequest request, RequestMembers members, TSelf result, FieldErrors errors)
    {
        new QueryReader(request, members, result, errors).Read();
        return ValueTask.FromResult<ProblemResult?>(null);
    }
}

/// <summary>A request that is the JSON object in the body.</summary>
internal interface IJsonBody<TSelf> : IRequest<TSelf> where TSelf : class, IJsonBody<TSelf>
{
    /// <summary>Whether a request without a body means the same as one without members.</summary>
    static virtual bool IsOptional => false;

    /// <summary>How long a body may be. Not as the framework's own limit: there Kestrel ends the connection, and a client sees no 413.</summary>
    static virtual int MaxBytes => RequestsSetup.MaxBodyBytes;

    /// <summary>Media types that are accepted; <c>application/x-www-form-urlencoded</c> may be among them.</summary>
    static virtual IReadOnlyList<string> MediaTypes => ["application/json"];

    /// <summary>Members that are accepted and ignored, so that a client can send back the resource as it got it.</summary>
    static virtual IReadOnlySet<string> IgnoredMembers => FrozenSet<string>.Empty;

    static void IEndpointParameterMetadataProvider.PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new RequestBody(typeof(TSelf), TSelf.IsOptional, TSelf.MediaTypes, TSelf.MaxBytes));
        builder.Metadata.Add(new DeclaredErrors([ApiError.MalformedRequest, ApiError.PayloadTooLarge, ApiError.UnsupportedMediaType]));
    }

    static ValueTask<ProblemResult?> IRequest<TSelf>.ReadAsync(HttpRequest request, RequestMembers members, TSelf result, FieldErrors errors) =>
        new BodyReader<TSelf>(members, result, errors).ReadAsync(request);
}

/// <summary>The query record of an endpoint; endpoints have it as metadata.</summary>
internal sealed record RequestQuery(Type RequestType);

/// <summary>The body record of an endpoint; endpoints have it as metadata. It names no media types to routing, which would answer 415 before 401 and 403.</summary>
internal sealed record RequestBody(Type RequestType, bool IsOptional, IReadOnlyList<string> MediaTypes, int MaxBytes) : IAcceptsMetadata
{
    IReadOnlyList<string> IAcceptsMetadata.ContentTypes => [];
}
