using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Todo.Api.Responses;

namespace Todo.Api.OpenApi;

/// <summary>What the framework does not say about a response record: members that may be missing, examples, error codes.</summary>
internal sealed class RecordSchemas : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonPropertyInfo is null && context.JsonTypeInfo.Kind == JsonTypeInfoKind.Object)
        {
            foreach (var member in context.JsonTypeInfo.Properties.Where(IsLeftOutWhenNull))
            {
                LeaveOut(schema, member.Name);
            }

            if (context.JsonTypeInfo.Type.GetCustomAttribute<ExampleAttribute>() is { } example)
            {
                schema.Examples = [JsonNode.Parse(example.Json)!];
            }

            if (context.JsonTypeInfo.Type == typeof(Problem))
            {
                schema.Examples = [ErrorExamples.Of(ApiError.NotFound, context.ApplicationServices)];
            }
        }

        if (context.JsonPropertyInfo is { Name: "error_code" } code && code.DeclaringType == typeof(Problem))
        {
            schema.Enum = [.. ErrorExamples.AllErrors.Select(error => (JsonNode)error.Code)];
        }

        return Task.CompletedTask;
    }

    private static bool IsLeftOutWhenNull(JsonPropertyInfo member) => member.AttributeProvider is { } attributes
        && attributes.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: false) is [JsonIgnoreAttribute { Condition: JsonIgnoreCondition.WhenWritingNull }];

    private static void LeaveOut(OpenApiSchema schema, string member)
    {
        schema.Required?.Remove(member);
        if (schema.Properties?[member] is OpenApiSchema { Type: { } type } property)
        {
            property.Type = type & ~JsonSchemaType.Null;
        }
    }
}
