using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Todo.Api.OpenApi;

/// <summary>What stands above the operations.</summary>
internal sealed class DocumentInfo : IOpenApiDocumentTransformer
{
    private const string Description =
        """
        The back end of to-do applications whose users sign in with Better Auth or with a local account.

        - Names are in `snake_case`, timestamps in UTC with `Z`.
        - Everything under `/api/{user_id}` needs `Authorization: Bearer <JWT>` of that very user.
          The same is there under `/api` without the id: `/api/tasks/42` is that of the token's user.
        - Nothing is silently dropped: an unknown member or query parameter is a 422 that names it. What only the
          server sets on a resource (such as `id`, `user_id`, `created_at`) may be sent back and is ignored.
        - Every failure is a problem document (RFC 9457); decide by its `error_code`, show its `detail`.
        - Every response has an `X-Request-Id`.
        """;

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Todo API",
            Version = "1.0.0",
            Description = Description.ReplaceLineEndings("\n"),
            Contact = new OpenApiContact { Name = "The operators of this server" },
        };

        // Relative to the document: the same one serves every host, and can lie in the repository.
        document.Servers = [new OpenApiServer { Url = "/", Description = "Where this document comes from" }];

        document.AddComponent(BearerSecurity.Scheme, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "JWT",
            Description = "A token of Better Auth, or of a local account.",
        });

        document.Tags = context.DescriptionGroups
            .SelectMany(group => group.Items)
            .SelectMany(operation => operation.ActionDescriptor.EndpointMetadata.OfType<DocumentTag>())
            .Distinct()
            .Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description })
            .ToHashSet();

        return Task.CompletedTask;
    }
}

/// <summary>The heading under which the operations of an area stand; its group has it as metadata.</summary>
internal sealed record DocumentTag(string Name, string Description) : ITagsMetadata
{
    IReadOnlyList<string> ITagsMetadata.Tags => [Name];
}
