using Microsoft.OpenApi;
using Todo.Api.Security;

namespace Todo.Api.OpenApi;

/// <summary>The contract as a document, made from the endpoints, their request and response records, and the rules of the validators.</summary>
internal static class OpenApiSetup
{
    internal static IServiceCollection AddOpenApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.CreateSchemaReferenceId = Schemas.NameOf;

        // HEAD answers like GET and would need operation ids of its own.
        options.ShouldInclude = operation => operation.HttpMethod != HttpMethods.Head;

        options.AddSchemaTransformer<Schemas>();
        options.AddSchemaTransformer<ErrorResponses>();
        options.AddOperationTransformer<OperationInputs>();
        options.AddOperationTransformer<BearerSecurity>();
        options.AddOperationTransformer<Conditions>();
        options.AddOperationTransformer<ErrorResponses>();
        options.AddOperationTransformer<ResponseHeaders>();
        options.AddDocumentTransformer<ErrorResponses>();
        options.AddDocumentTransformer<DocumentInfo>();
    });

    internal static void MapOpenApiAndReference(this IEndpointRouteBuilder app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnyone();
        app.MapOpenApi("/openapi/{documentName}.yaml").AllowAnyone();
        app.MapReferencePage();

        // Where teams that come from FastAPI look for them.
        app.MapGet("/docs", () => TypedResults.Redirect("/scalar")).AllowAnyone().ExcludeFromDescription();
        app.MapGet("/openapi.json", () => TypedResults.Redirect("/openapi/v1.json")).AllowAnyone().ExcludeFromDescription();
    }
}
