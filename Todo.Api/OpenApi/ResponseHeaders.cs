using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Todo.Api.Responses;

namespace Todo.Api.OpenApi;

/// <summary>The headers of responses: those that all have, those that go with a status, and those that an endpoint names.</summary>
internal sealed class ResponseHeaders : IOpenApiOperationTransformer
{
    private static readonly ResponseHeader RequestId = new(
        RequestIds.Header, "The request's id: the caller's own when it sent one of 1 to 128 characters `[A-Za-z0-9._-]`, else a new one.",
        JsonSchemaType.String, "0199f3c2a7d07c4e9b1d6a5f30e8c712");

    private static readonly ResponseHeader RateLimit = new(
        "RateLimit", "What is left of the limit, and in how many seconds it is whole again.", JsonSchemaType.String, "\"default\";r=599;t=60");

    private static readonly ResponseHeader RateLimitPolicy = new(
        "RateLimit-Policy", "The limit that applies: requests, and the seconds in which they may come.", JsonSchemaType.String, "\"default\";q=600;w=60");

    private static readonly ResponseHeader RetryAfter = new("Retry-After", "Seconds to wait before the next attempt.", JsonSchemaType.Integer, 2);

    private static readonly ResponseHeader Location = new(
        "Location", "The address of what was made, relative to the server.", JsonSchemaType.String, "/api/n38FQvqdRVXc16ItOEQJgPaeqY6OAeol/tasks/42");

    private static readonly ResponseHeader Challenge = new(
        "WWW-Authenticate", "How to sign in, and what is wrong with the token that was sent (RFC 6750).", JsonSchemaType.String, "Bearer error=\"invalid_token\"");

    private static readonly ResponseHeader[] Everywhere = [RequestId, RateLimit, RateLimitPolicy];

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var named = context.Description.ActionDescriptor.EndpointMetadata.OfType<ResponseHeader>().ToList();
        foreach (var (status, response) in operation.Responses ?? [])
        {
            if (response is OpenApiResponse own && status[0] == '2')
            {
                own.Headers = Headers([.. Everywhere, .. status == "201" ? [Location] : Array.Empty<ResponseHeader>(), .. named], context.Document!);
            }
        }

        return Task.CompletedTask;
    }

    internal static Dictionary<string, IOpenApiHeader> OfError(ApiError error, OpenApiDocument document) => Headers(
        [
            .. Everywhere,
            .. error.Status is 429 or 503 ? [RetryAfter] : Array.Empty<ResponseHeader>(),
            .. error.Status is 401 ? [Challenge] : Array.Empty<ResponseHeader>(),
        ],
        document);

    private static Dictionary<string, IOpenApiHeader> Headers(IEnumerable<ResponseHeader> headers, OpenApiDocument document) =>
        headers.ToDictionary(header => header.Name, IOpenApiHeader (header) =>
        {
            if (document.Components?.Headers?.ContainsKey(header.Name) is not true)
            {
                document.AddComponent(header.Name, new OpenApiHeader
                {
                    Description = header.Description,
                    Schema = new OpenApiSchema { Type = header.Type },
                    Example = header.Example.DeepClone(),
                });
            }

            return new OpenApiHeaderReference(header.Name, document);
        });
}

/// <summary>A header that the success of an endpoint may carry; endpoints have it as metadata.</summary>
internal sealed record ResponseHeader(string Name, string Description, JsonSchemaType Type, JsonNode Example);
