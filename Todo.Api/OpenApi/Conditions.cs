using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Todo.Api.Responses;
using Todo.Api.Responses.Conditional;

namespace Todo.Api.OpenApi;

/// <summary>The headers of conditional requests, where an operation answers with something versioned or takes <see cref="IfMatch"/>, and its 304.</summary>
internal sealed class Conditions : IOpenApiOperationTransformer
{
    private const string Example = "\"7\"";

    private static readonly ResponseHeader Tag = new("ETag", "The version of what is shown, for `If-None-Match` and `If-Match`; of a list a weak tag.", Example);

    private static readonly ResponseHeader CacheControl = new("Cache-Control", "Caches may keep the answer for this user, and must ask each time.", "private, no-cache");

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var (document, metadata) = (context.Document!, context.Description.ActionDescriptor.EndpointMetadata);
        if (metadata.OfType<DeclaredErrors>().Any(declared => declared.Errors.Contains(ApiError.PreconditionFailed)))
        {
            operation.Parameters!.Add(Parameter("If-Match", "Carry it out only if it still has one of these versions, or is there (`*`); else it is a 412."));
        }

        if (!metadata.OfType<IProducesResponseTypeMetadata>().Any(answer => IsVersioned(answer.Type)))
        {
            return Task.CompletedTask;
        }

        var isRead = context.Description.HttpMethod == HttpMethods.Get;
        ResponseHeader[] headers = isRead ? [Tag, CacheControl] : [Tag];
        foreach (var response in operation.Responses!.Where(response => response.Key[0] == '2').Select(response => response.Value))
        {
            Array.ForEach(headers, header => response.Headers!.Add(header.Name, ResponseHeaders.Create(header, document)));
        }

        if (isRead)
        {
            operation.Parameters!.Add(Parameter("If-None-Match", "Tags that are known already (or `*`): if one of them is still right, the answer is a 304."));
            operation.Responses!["304"] = new OpenApiResponse { Description = "What is known already is still right.", Headers = ResponseHeaders.Create(304, headers, document) };
        }

        return Task.CompletedTask;
    }

    private static bool IsVersioned(Type? type) => typeof(IVersioned).IsAssignableFrom(type) || typeof(IEnumerable<IVersioned>).IsAssignableFrom(type);

    private static OpenApiParameter Parameter(string name, string description) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        Example = Example,
    };
}
