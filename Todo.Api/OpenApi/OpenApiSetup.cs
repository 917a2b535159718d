using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.OpenApi;
using Todo.Api.Security;

namespace Todo.Api.OpenApi;

/// <summary>The contract as a document, made from the endpoints, their request and response records, and the rules of the validators.</summary>
internal static class OpenApiSetup
{
    internal const string DocumentName = "v1";

    internal static IServiceCollection AddOpenApiDocument(this IServiceCollection services) => services.AddOpenApi(DocumentName, options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.CreateSchemaReferenceId = SchemaNames.Of;
        options.ShouldInclude = IsOperation;

        options.AddSchemaTransformer<ValueSchemas>();
        options.AddSchemaTransformer<RecordSchemas>();
        options.AddOperationTransformer<PathParameters>();
        options.AddOperationTransformer<QueryParameters>();
        options.AddOperationTransformer<RequestBodies>();
        options.AddOperationTransformer<BearerSecurity>();
        options.AddOperationTransformer<ErrorResponses>();
        options.AddOperationTransformer<ResponseHeaders>();
        options.AddDocumentTransformer<NullableReferences>();
        options.AddDocumentTransformer<DocumentInfo>();
    });

    internal static void MapOpenApiAndReference(this IEndpointRouteBuilder app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnyone().WithName("GetOpenApiJson");
        app.MapOpenApi("/openapi/{documentName}.yaml").AllowAnyone().WithName("GetOpenApiYaml");
        app.MapReferencePage();
    }

    // HEAD answers like GET and would need operation ids of its own.
    private static bool IsOperation(ApiDescription operation) => operation.HttpMethod != HttpMethods.Head;
}
