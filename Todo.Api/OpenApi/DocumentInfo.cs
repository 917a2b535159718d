using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Todo.Api.OpenApi;

/// <summary>What stands above the operations.</summary>
internal sealed class DocumentInfo : IOpenApiDocumentTransformer
{
    private const string Description =
        """
        Tasks of a user, for front ends that sign people in with Better Auth or with a local account.

        - Names are in `snake_case`, timestamps in UTC with `Z`.
        - Everything under `/api/{user_id}` needs `Authorization: Bearer <JWT>` of that very user.
        - Nothing is silently dropped: an unknown member or query parameter is a 422 that names it. What a task comes with
          (`id`, `user_id`, `created_at`, `updated_at`) may be sent back and is ignored.
        - Every failure is a problem document (RFC 9457); decide by its `error_code`, show its `detail`.
        - Every response has an `X-Request-Id`.
        """;

    // In the order in which a reader meets them.
    private static readonly OrderedDictionary<string, string> Tags = new()
    {
        ["Tasks"] = "The tasks of a user.",
        ["Auth"] = "Local accounts, for those who run without Better Auth. Off in production unless `LOCAL_AUTH=true`.",
        ["Health"] = "For load balancers and people.",
    };

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo { Title = "Todo API", Version = "1.0.0", Description = Description.ReplaceLineEndings("\n") };

        // Relative to the document: the same one serves every host, and can lie in the repository.
        document.Servers = [new OpenApiServer { Url = "/", Description = "Where this document comes from" }];

        // A tag that stands only in the operations is one without a description: the linter finds it.
        var used = (document.Tags ?? new HashSet<OpenApiTag>()).Select(tag => tag.Name).ToHashSet();
        document.Tags = Tags
            .Where(tag => used.Contains(tag.Key))
            .Select(tag => new OpenApiTag { Name = tag.Key, Description = tag.Value })
            .ToHashSet();

        return Task.CompletedTask;
    }
}
