using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Todo.Api.Responses;

namespace Todo.Api.OpenApi;

/// <summary>The headers of responses: those that all have, those that go with a status, and those that an endpoint names.</summary>
internal sealed class ResponseHeaders : IOpenApiOperationTransformer
{
    private static readonly ResponseHeader[] Everywhere =
    [
        new(RequestIds.Header, "The request's id: the caller's own when it sent one of 1 to 128 characters `[A-Za-z0-9._-]`, else a new one.", "0199f3c2a7d07c4e9b1d6a5f30e8c712"),
        new("RateLimit", "What is left of the limit, and in how many seconds it is whole again.", "\"default\";r=599;t=60"),
        new("RateLimit-Policy", "The limit that applies: requests, and the seconds in which they may come.", "\"default\";q=600;w=60"),
    ];

    internal static readonly ResponseHeader RetryAfter = new("Retry-After", "Seconds to wait before the next attempt.", 2);

    private static readonly Dictionary<int, ResponseHeader> ByStatus = new()
    {
        [401] = new("WWW-Authenticate", "How to sign in, and what is wrong with the token that was sent (RFC 6750).", "Bearer error=\"invalid_token\""),
        [412] = Conditions.ETag,
        [429] = RetryAfter,
        [503] = RetryAfter,
    };

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var named = context.Description.ActionDescriptor.EndpointMetadata.OfType<ResponseHeader>().Concat(Conditions.HeadersOf(context)).Concat(Conditions.TakesKey(context) ? [Conditions.Replayed] : []);
        foreach (var (status, response) in operation.Responses!.Where(response => response.Key[0] == '2'))
        {
            ((OpenApiResponse)response).Headers = Create(int.Parse(status, CultureInfo.InvariantCulture), named, context.Document!);
        }

        return Task.CompletedTask;
    }

    internal static Dictionary<string, IOpenApiHeader> Create(int status, IEnumerable<ResponseHeader> named, OpenApiDocument document)
    {
        var headers = Everywhere.Concat(ByStatus.TryGetValue(status, out var header) ? [header] : []).Concat(named).ToList();
        return headers.ToDictionary(header => header.Name, header => Header(header, document));
    }

    /// <summary>In the document once; where it stands there with another example, written out.</summary>
    private static IOpenApiHeader Header(ResponseHeader header, OpenApiDocument document)
    {
        var described = new OpenApiHeader
        {
            Description = header.Description,
            Schema = new OpenApiSchema { Type = header.Example.GetValueKind() == JsonValueKind.Number ? JsonSchemaType.Integer : JsonSchemaType.String },
            Example = header.Example,
        };
        if (document.Components?.Headers?.TryGetValue(header.Name, out var shared) is not true)
        {
            document.AddComponent(header.Name, described);
            shared = described;
        }

        return JsonNode.DeepEquals(shared.Example, header.Example) ? new OpenApiHeaderReference(header.Name, document) : described;
    }
}

/// <summary>A header that the success of an endpoint may carry; endpoints have it as metadata. Its example tells its type.</summary>
internal sealed record ResponseHeader(string Name, string Description, JsonNode Example)
{
    internal static ResponseHeader Location(string example) => new("Location", "The address of what was made, relative to the server.", example);
}
