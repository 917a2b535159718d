using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Todo.Api.Requests;

namespace Todo.Api.OpenApi;

/// <summary>The query parameters of an endpoint: the members of its query record.</summary>
internal sealed class QueryParameters : IOpenApiOperationTransformer
{
    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (await RequestRecord.FindAsync(context, typeof(IQuery<>), cancellationToken) is not { } record)
        {
            return;
        }

        operation.Parameters ??= [];
        foreach (var member in record.Members(context.Document!))
        {
            operation.Parameters.Add(Parameter(member));
        }
    }

    private static OpenApiParameter Parameter(RequestRecordMember member)
    {
        var parameter = new OpenApiParameter
        {
            Name = member.Name,
            In = ParameterLocation.Query,
            Required = member.IsRequired,
            Description = member.Schema.Description,
            Schema = member.Schema,
            Example = member.Example,
        };

        // The parameter has the description; the schema would only repeat it.
        member.Schema.Description = null;
        if (member.Schema is OpenApiSchema schema)
        {
            schema.Default = member.Default;
            if (schema.Type == JsonSchemaType.Array)
            {
                (parameter.Style, parameter.Explode) = (ParameterStyle.Form, false);
            }
        }

        return parameter;
    }
}
