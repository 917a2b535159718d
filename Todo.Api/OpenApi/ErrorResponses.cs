using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Todo.Api.Requests;
using Todo.Api.Responses;

namespace Todo.Api.OpenApi;

/// <summary>What can go wrong with an operation, with problem documents as they would come.</summary>
internal sealed class ErrorResponses(IOptions<JsonOptions> json) : IOpenApiOperationTransformer, IOpenApiSchemaTransformer, IOpenApiDocumentTransformer
{
    private const string RequestId = "0199f3c2a7d07c4e9b1d6a5f30e8c712";

    private static readonly DateTime Timestamp = new DateTime(2026, 11, 21, 9, 30, 0, DateTimeKind.Utc).AddMicroseconds(123456);

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var (document, responses) = (context.Document!, operation.Responses!);
        foreach (var errors in Errors(context, mayBeMissing: responses.Remove("404")).Distinct().GroupBy(error => error.Status).OrderBy(group => group.Key))
        {
            // In the document once, under the names of all that it may be.
            var name = string.Join("Or", errors.Select(error => Pascal(error.Code)));
            if (document.Components?.Responses?.ContainsKey(name) is not true)
            {
                document.AddComponent(name, Response([.. errors], document));
            }

            responses[errors.Key.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponseReference(name, document);
        }

        return Task.CompletedTask;
    }

    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonTypeInfo.Type == typeof(Problem))
        {
            Describe(schema);
        }

        return Task.CompletedTask;
    }

    // No example there: every response has its own, and mock servers would show that of the schema instead.
    public async Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken) =>
        document.AddComponent(nameof(Problem), await context.GetOrCreateSchemaAsync(typeof(Problem), null, cancellationToken));

    private static void Describe(OpenApiSchema problem)
    {
        var codes = typeof(ApiError).Assembly.GetTypes()
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.NonPublic))
            .Where(field => field.FieldType == typeof(ApiError))
            .Select(field => (ApiError)field.GetValue(null)!)
            .OrderBy(error => error.Status)
            .Select(error => error.Code)
            .Distinct();

        ((OpenApiSchema)problem.Properties!["error_code"]).Enum = [.. codes.Select(code => (JsonNode)code)];

        // Any resource, each of its own kind.
        var current = (OpenApiSchema)problem.Properties["current"];
        (current.Type, current.AdditionalProperties) = (JsonSchemaType.Object, new OpenApiSchema());

        // Those of the batch.
        ((OpenApiSchema)problem.Properties["results"]).Items = new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = new OpenApiSchema() };
    }

    private static IEnumerable<ApiError> Errors(OpenApiOperationTransformerContext context, bool mayBeMissing)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var errors = metadata.OfType<DeclaredErrors>().SelectMany(declared => declared.Errors);
        if (mayBeMissing)
        {
            errors = errors.Append(metadata.OfType<NotFoundMeaning>().LastOrDefault()?.Error ?? ApiError.NotFound);
        }

        return context.Description.RelativePath!.StartsWith("api/", StringComparison.Ordinal)
            ? errors.Concat([ApiError.RateLimited, ApiError.Internal, ApiError.ServiceUnavailable])
            : errors;
    }

    private OpenApiResponse Response(IReadOnlyList<ApiError> errors, OpenApiDocument document) => new()
    {
        Description = string.Join("\n", errors.Select(error => $"`{error.Code}`: {error.Detail}")),
        Headers = ResponseHeaders.Create(errors[0].Status, HeadersOf(errors), document),
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["application/problem+json"] = new()
            {
                Schema = new OpenApiSchemaReference(nameof(Problem), document),
                Examples = errors.ToDictionary(error => error.Code, IOpenApiExample (error) => new OpenApiExample { Value = Example(error) }),
            },
        },
    };

    private static IEnumerable<ResponseHeader> HeadersOf(IReadOnlyList<ApiError> errors)
    {
        if (errors.Contains(ApiError.Conflict))
        {
            yield return Conditions.ETag;
        }

        if (errors.Contains(ApiError.RequestInProgress))
        {
            yield return ResponseHeaders.RetryAfter;
        }
    }

    private JsonNode Example(ApiError error)
    {
        var fields = new FieldErrors();
        fields.Add("verbose", Suggestions.Unknown("query parameter", null));
        var problem = Problem.From(error, Timestamp, RequestId, detail: null, error == ApiError.Validation ? fields : null);
        return JsonSerializer.SerializeToNode(problem, json.Value.SerializerOptions)!;
    }

    private static string Pascal(string code) =>
        string.Concat(code.Split('_').Select(word => $"{word[0]}{word[1..].ToLowerInvariant()}"));
}
