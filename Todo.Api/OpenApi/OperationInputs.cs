using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Todo.Api.Persistence.Entities;
using Todo.Api.Requests;
using Todo.Api.Security;

namespace Todo.Api.OpenApi;

/// <summary>What an operation takes: the parameters of its path, as their types describe themselves, the members of its query record, and the media types of its body.</summary>
internal sealed class OperationInputs(IOptions<JsonOptions> json) : IOpenApiOperationTransformer
{
    // No handler takes it: the group has checked it.
    private static readonly RouteParameter UserId = new(
        OwnershipFilter.RouteParameter,
        "The user of the token, exactly as its claim `sub` has it, percent-encoded where needed.",
        new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = User.MaxIdLength },
        "n38FQvqdRVXc16ItOEQJgPaeqY6OAeol");

    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Parameters =
        [
            .. from parameter in metadata.OfType<RouteParameter>().Prepend(UserId)
               where context.Description.RelativePath!.Contains($"{{{parameter.Name}}}", StringComparison.Ordinal)
               select new OpenApiParameter
               {
                   Name = parameter.Name,
                   In = ParameterLocation.Path,
                   Required = true,
                   Description = parameter.Description,
                   Schema = parameter.Schema,
                   Example = parameter.Example,
               },
        ];

        if (metadata.OfType<RequestQuery>().LastOrDefault() is { RequestType: var query })
        {
            var record = await context.GetOrCreateSchemaAsync(query, null, cancellationToken);
            var defaults = JsonSerializer.SerializeToNode(Activator.CreateInstance(query), query, json.Value.SerializerOptions)!;
            foreach (var (name, schema) in record.Properties!)
            {
                operation.Parameters.Add(QueryParameter(name, (OpenApiSchema)schema, record.Required?.Contains(name) is true, defaults[name]));
            }
        }

        // What a body holds, the framework reads off its record.
        if (metadata.OfType<RequestBody>().LastOrDefault() is { } body)
        {
            var content = operation.RequestBody!.Content!;
            var record = content.Values.Single();
            body.MediaTypes.ToList().ForEach(mediaType => content[mediaType] = record);
        }
    }

    private static OpenApiParameter QueryParameter(string name, OpenApiSchema schema, bool isRequired, JsonNode? otherwise)
    {
        var parameter = new OpenApiParameter
        {
            Name = name,
            In = ParameterLocation.Query,
            Required = isRequired,
            Description = schema.Metadata?.TryGetValue(Schemas.MemberComment, out var comment) is true ? (string)comment : schema.Description,
            Schema = schema,
        };

        // A query has no null, and the parameter has the description.
        schema.Type &= ~JsonSchemaType.Null;
        schema.Enum?.Remove(JsonNullSentinel.JsonNull);
        (schema.Description, schema.Default) = (null, otherwise?.DeepClone());
        if (schema.Type == JsonSchemaType.Array)
        {
            (parameter.Style, parameter.Explode, schema.MinItems) = (ParameterStyle.Form, false, 1);
        }

        return parameter;
    }
}

/// <summary>A parameter in a path, as its type describes itself; the type adds it to the endpoint's metadata.</summary>
internal sealed record RouteParameter(string Name, string Description, OpenApiSchema Schema, JsonNode Example);
