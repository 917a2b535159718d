using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Todo.Api.Requests;

namespace Todo.Api.OpenApi;

/// <summary>The media types of a body; what it holds, the framework reads off its record.</summary>
internal sealed class RequestBodies : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<RequestBody>().LastOrDefault() is { } body)
        {
            var content = operation.RequestBody!.Content!;
            var record = content.Values.Single();
            foreach (var mediaType in body.MediaTypes)
            {
                content[mediaType] = record;
            }

            if (body.FormFields.Count > 0)
            {
                content["application/x-www-form-urlencoded"] = new OpenApiMediaType { Schema = Form(body.FormFields) };
            }
        }

        return Task.CompletedTask;
    }

    // Fields without a member are for clients that cannot but send them; the document need not tell of them.
    private static OpenApiSchema Form(IReadOnlyDictionary<string, string?> fields)
    {
        var known = fields.Where(field => field.Value is not null).ToList();
        return new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Properties = known.ToDictionary(
                field => field.Key, IOpenApiSchema (field) => new OpenApiSchema { Type = JsonSchemaType.String, Description = $"The same as `{field.Value}`." }),
            Required = known.Select(field => field.Key).ToHashSet(),
        };
    }
}
