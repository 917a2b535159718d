using System.Globalization;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Todo.Api.Requests;
using Todo.Api.Responses;
using Todo.Api.Security;

namespace Todo.Api.OpenApi;

/// <summary>What can go wrong with an operation: what its place and its request bring with them, and what the endpoint itself names.</summary>
internal sealed class ErrorResponses : IOpenApiOperationTransformer
{
    private const string MediaType = "application/problem+json";

    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var document = context.Document!;
        var schema = SchemaNames.Of(typeof(Problem));
        if (document.Components?.Schemas?.ContainsKey(schema) is not true)
        {
            document.AddComponent(schema, await context.GetOrCreateSchemaAsync(typeof(Problem), null, cancellationToken));
        }

        var responses = operation.Responses ??= [];
        foreach (var errors in Errors(context, responses.ContainsKey("404")).Distinct().GroupBy(error => error.Status).OrderBy(group => group.Key))
        {
            responses[errors.Key.ToString(CultureInfo.InvariantCulture)] = errors.Key == ApiError.Validation.Status
                ? Response([.. errors], context, Refusal(context))
                : Shared([.. errors], context);
        }

        operation.Responses = [];
        foreach (var (status, response) in responses.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            operation.Responses.Add(status, response);
        }
    }

    private static IEnumerable<ApiError> Errors(OpenApiOperationTransformerContext context, bool mayBeMissing)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var declared = metadata.OfType<DeclaredErrors>().SelectMany(declared => declared.Errors);
        var isApi = context.Description.RelativePath!.StartsWith("api/", StringComparison.Ordinal);

        return
        [
            .. declared,
            .. mayBeMissing ? [metadata.OfType<NotFoundMeaning>().LastOrDefault()?.Error ?? ApiError.NotFound] : Array.Empty<ApiError>(),
            .. BearerSecurity.NeedsToken(context) ? [ApiError.AuthRequired, ApiError.TokenExpired, ApiError.TokenInvalid] : Array.Empty<ApiError>(),
            .. metadata.OfType<Access>().LastOrDefault() == Access.Owner ? [ApiError.Forbidden] : Array.Empty<ApiError>(),
            .. RequestRecord.TypeOf(context, typeof(IJsonBody<>)) is not null
                ? [ApiError.MalformedRequest, ApiError.PayloadTooLarge, ApiError.UnsupportedMediaType]
                : Array.Empty<ApiError>(),
            .. metadata.OfType<ValidatesRequests>().Any() ? [ApiError.Validation] : Array.Empty<ApiError>(),
            .. isApi ? [ApiError.RateLimited, ApiError.Internal, ApiError.ServiceUnavailable] : Array.Empty<ApiError>(),
        ];
    }

    /// <summary>A response that stands in the document once, named after its code, or after its status where it has several.</summary>
    private static OpenApiResponseReference Shared(IReadOnlyList<ApiError> errors, OpenApiOperationTransformerContext context)
    {
        var document = context.Document!;
        var name = errors is [{ } only] ? Pascal(only.Code) : ReasonPhrases.GetReasonPhrase(errors[0].Status).Replace(" ", "", StringComparison.Ordinal);
        var response = Response(errors, context, null);

        if (document.Components?.Responses?.TryGetValue(name, out var known) is not true)
        {
            document.AddComponent(name, response);
        }
        else if (known!.Description != response.Description)
        {
            throw new InvalidOperationException($"Two operations have different errors with status {errors[0].Status}, and both would be called {name}.");
        }

        return new OpenApiResponseReference(name, document);
    }

    private static OpenApiResponse Response(IReadOnlyList<ApiError> errors, OpenApiOperationTransformerContext context, FieldErrors? fields)
    {
        var document = context.Document!;
        return new OpenApiResponse
        {
            Description = string.Join("\n", errors.Select(error => $"`{error.Code}`: {error.Detail}")),
            Headers = ResponseHeaders.OfError(errors[0], document),
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [MediaType] = new OpenApiMediaType
                {
                    Schema = new OpenApiSchemaReference(SchemaNames.Of(typeof(Problem)), document),
                    Examples = errors.ToDictionary(error => error.Code, IOpenApiExample (error) => Example(error, context.ApplicationServices, fields)),
                },
            },
        };
    }

    private static OpenApiExample Example(ApiError error, IServiceProvider services, FieldErrors? fields) =>
        new() { Value = ErrorExamples.Of(error, services, fields) };

    private static FieldErrors Refusal(OpenApiOperationTransformerContext context)
    {
        var options = context.ApplicationServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        if (RequestRecord.TypeOf(context, typeof(IJsonBody<>)) is { } body)
        {
            return RequestBodyFacts.Of(body).Refusal(options);
        }

        if (RequestRecord.TypeOf(context, typeof(IQuery<>)) is { } query)
        {
            return RequestQueryFacts.Of(query).Refusal(options);
        }

        var errors = new FieldErrors();
        errors.Add("verbose", Suggestions.UnknownParameter("verbose", []));
        return errors;
    }

    private static string Pascal(string code) =>
        string.Concat(code.Split('_').Select(word => $"{word[0]}{word[1..].ToLowerInvariant()}"));
}
