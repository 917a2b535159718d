using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Todo.Api.Requests;

namespace Todo.Api.OpenApi;

/// <summary>The body of an endpoint: the members of its body record.</summary>
internal sealed class RequestBodies : IOpenApiOperationTransformer
{
    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (await RequestRecord.FindAsync(context, typeof(IJsonBody<>), cancellationToken) is not { } record)
        {
            return;
        }

        var document = context.Document!;
        var name = SchemaNames.Of(record.Type);
        if (document.Components?.Schemas?.ContainsKey(name) is not true)
        {
            document.AddComponent(name, Schema(record, document));
        }

        var body = RequestBodyFacts.Of(record.Type);
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = !body.IsOptional,
            Content = Content(body, name, document),
        };
    }

    private static Dictionary<string, OpenApiMediaType> Content(RequestBodyFacts body, string name, OpenApiDocument document)
    {
        var content = body.MediaTypes.ToDictionary(type => type, _ => new OpenApiMediaType { Schema = new OpenApiSchemaReference(name, document) });
        if (body.FormFields.Count > 0)
        {
            content["application/x-www-form-urlencoded"] = new OpenApiMediaType { Schema = Form(body.FormFields) };
        }

        return content;
    }

    // Fields that are ignored are for clients that cannot but send them: nobody needs to be told of them.
    private static OpenApiSchema Form(IReadOnlyDictionary<string, string?> fields) => new()
    {
        Type = JsonSchemaType.Object,
        Properties = fields
            .Where(field => field.Value is not null)
            .ToDictionary(field => field.Key, IOpenApiSchema (field) => new OpenApiSchema { Type = JsonSchemaType.String, Description = $"The same as `{field.Value}`." }),
        Required = fields.Where(field => field.Value is not null).Select(field => field.Key).ToHashSet(),
    };

    private static OpenApiSchema Schema(RequestRecord record, OpenApiDocument document)
    {
        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = record.Description,
            Properties = new Dictionary<string, IOpenApiSchema>(),
            Required = new SortedSet<string>(StringComparer.Ordinal),
            Examples = record.Example is { } example ? [example] : null,
        };

        // No defaults here: generators of types take a member that has one for a member that must be sent. The comments tell them.
        foreach (var member in record.Members(document))
        {
            schema.Properties.Add(member.Name, member.IsNullable ? OrNull(member.Schema) : member.Schema);
            if (member.IsRequired)
            {
                schema.Required.Add(member.Name);
            }
        }

        return schema;
    }

    private static OpenApiSchema OrNull(IOpenApiSchema schema)
    {
        if (schema is OpenApiSchema { Type: { } type } plain)
        {
            plain.Type = type | JsonSchemaType.Null;
            return plain;
        }

        var description = schema.Description;
        schema.Description = null;
        return new OpenApiSchema { Description = description, OneOf = [new OpenApiSchema { Type = JsonSchemaType.Null }, schema] };
    }
}
