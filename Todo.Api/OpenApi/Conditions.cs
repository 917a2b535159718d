using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Todo.Api.Responses.Conditional;

namespace Todo.Api.OpenApi;

/// <summary>Conditional requests: the headers of operations that answer with something versioned or take <see cref="IfMatch"/>, and the 304 of reads.</summary>
internal sealed class Conditions : IOpenApiOperationTransformer
{
    internal static readonly ResponseHeader ETag = new("ETag", "The version of what is shown, for `If-None-Match` and `If-Match`; of a list a weak tag.", "\"7\"");

    private static readonly ResponseHeader CacheControl = new("Cache-Control", "Caches may keep the answer for this user, and must ask each time.", "private, no-cache");

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var handler = context.Description.ActionDescriptor.EndpointMetadata.OfType<MethodInfo>().Last();
        if (handler.GetParameters().Any(parameter => parameter.ParameterType == typeof(IfMatch)))
        {
            operation.Parameters!.Add(Parameter("If-Match", "Carry it out only if it still has one of these versions, or is there (`*`); else it is a 412."));
        }

        if (HeadersOf(context) is [_, _] headers)
        {
            operation.Parameters!.Add(Parameter("If-None-Match", "Tags that are known already, or `*`: if one of them is still right, the answer is a 304."));
            operation.Responses!["304"] = new OpenApiResponse
            {
                Description = "What is known already is still right.",
                Headers = ResponseHeaders.Create(StatusCodes.Status304NotModified, headers, context.Document!),
            };
        }

        return Task.CompletedTask;
    }

    /// <summary>What successful answers of an operation carry: two headers for a read, the tag alone for a write, and nothing where nothing has a version.</summary>
    internal static ResponseHeader[] HeadersOf(OpenApiOperationTransformerContext context)
    {
        var answers = context.Description.ActionDescriptor.EndpointMetadata.OfType<IProducesResponseTypeMetadata>();
        return !answers.Any(answer => answer.Type is { } type && (type.IsAssignableTo(typeof(IVersioned)) || type.IsAssignableTo(typeof(IEnumerable<IVersioned>)))) ? []
            : context.Description.HttpMethod == HttpMethods.Get ? [ETag, CacheControl]
            : [ETag];
    }

    private static OpenApiParameter Parameter(string name, string description) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        Example = ETag.Example,
    };
}
