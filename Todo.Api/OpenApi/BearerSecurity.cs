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
        var document = context.Document!;
        if (document.Components?.SecuritySchemes?.ContainsKey(Scheme) is not true)
        {
            document.AddComponent(Scheme, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "JWT",
                Description = "A token of Better Auth, or of a local account.",
            });
        }

        // An empty list says that none is needed; a missing one would say that the document's own applies.
        operation.Security = NeedsToken(context)
            ? [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }]
            : [];
        return Task.CompletedTask;
    }

    internal static bool NeedsToken(OpenApiOperationTransformerContext context) =>
        context.Description.ActionDescriptor.EndpointMetadata.OfType<Access>().LastOrDefault() is { } access && access != Access.Anyone;
}
