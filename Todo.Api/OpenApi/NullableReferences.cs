using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Todo.Api.OpenApi;

/// <summary>Moves the text of a member that may be <c>null</c> from the branch that is not to the member, where readers look for it.</summary>
internal sealed class NullableReferences : IOpenApiDocumentTransformer
{
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        var members = document.Components?.Schemas?.Values.SelectMany(schema => schema.Properties?.Values ?? []) ?? [];
        foreach (var member in members.OfType<OpenApiSchema>().Where(member => member.OneOf is [_, OpenApiSchemaReference]))
        {
            var value = member.OneOf![1];
            member.Description ??= value.Description;
            value.Description = null;
        }

        return Task.CompletedTask;
    }
}
