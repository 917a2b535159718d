using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Todo.Api.Security;

namespace Todo.Api.OpenApi;

/// <summary>Which operations need a token.</summary>
internal sealed class BearerSecurity : IOpenApiOperationTransformer
{
    internal const string Scheme = "bearer";

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        // An empty list says that no token is needed; a missing one would say that the document's own applies.
        var access = context.Description.ActionDescriptor.EndpointMetadata.OfType<Access>().LastOrDefault();
        operation.Security = access is null || access == Access.Anyone
            ? []
            : [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document!)] = [] }];
        return Task.CompletedTask;
    }
}
