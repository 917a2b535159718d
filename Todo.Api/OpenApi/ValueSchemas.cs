using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Todo.Api.Features.Tasks;
using Todo.Api.Persistence.Entities;
using Todo.Api.Requests;

namespace Todo.Api.OpenApi;

/// <summary>The values of our own types as they stand on the wire; the framework sees only that they have converters.</summary>
internal sealed class ValueSchemas : IOpenApiSchemaTransformer
{
    /// <summary>Values that several records have in common, and so a schema by name.</summary>
    private static readonly Dictionary<Type, string> Shared = new()
    {
        [typeof(DueDate)] = "A date (`2026-12-01`) or an instant (`2026-12-01T09:00:00+01:00`; without an offset it is UTC). "
            + "A date comes back as a date, an instant as an instant in UTC.",
        [typeof(TaskPriority)] = "How important a task is.",
    };

    /// <summary>Whether a type has no schema by name although it is one of ours.</summary>
    internal static bool IsInline(Type type) =>
        type == typeof(TaskId) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Optional<>));

    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        if (Shared.TryGetValue(Nullable.GetUnderlyingType(type) ?? type, out var description))
        {
            var value = Of(Nullable.GetUnderlyingType(type) ?? type);
            (schema.Type, schema.Enum, schema.AnyOf, schema.Description) = (value.Type, value.Enum, value.AnyOf, description);
        }

        return Task.CompletedTask;
    }

    /// <summary>The schema of a member or parameter; one that is shared stands in the document once.</summary>
    internal static IOpenApiSchema In(OpenApiDocument document, Type type, string? description)
    {
        if (!Shared.TryGetValue(type, out var shared))
        {
            var schema = Of(type, document);
            schema.Description = description;
            return schema;
        }

        var name = SchemaNames.Of(type);
        if (document.Components?.Schemas?.ContainsKey(name) is not true)
        {
            var schema = Of(type, document);
            schema.Description = shared;
            document.AddComponent(name, schema);
        }

        return new OpenApiSchemaReference(name, document) { Description = description };
    }

    private static OpenApiSchema Of(Type type, OpenApiDocument? document = null) => type switch
    {
        _ when type == typeof(bool) => new OpenApiSchema { Type = JsonSchemaType.Boolean },
        _ when type == typeof(int) => new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" },
        _ when type == typeof(long) || type == typeof(TaskId) => new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64" },
        _ when type == typeof(DueDate) => new OpenApiSchema { AnyOf = [Text("date"), Text("date-time")] },
        { IsEnum: true } => new OpenApiSchema { Type = JsonSchemaType.String, Enum = Names(type) },
        { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) && document is not null =>
            new OpenApiSchema { Type = JsonSchemaType.Array, Items = In(document, type.GenericTypeArguments[0], null), MinItems = 1 },

        // Strings, and what a slice reads from one itself.
        _ => Text(null),
    };

    private static OpenApiSchema Text(string? format) => new() { Type = JsonSchemaType.String, Format = format };

    // The names of WireNames<T>, in the order of their values.
    private static List<JsonNode> Names(Type type) =>
        [.. Enum.GetValues(type).Cast<Enum>().Select(value => (JsonNode)JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()))];
}
