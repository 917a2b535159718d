using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Todo.Api.Persistence.Entities;
using Todo.Api.Responses;
using Todo.Api.Responses.Conditional;
using Todo.Api.Responses.Idempotency;

namespace Todo.Api.OpenApi;

/// <summary>Conditional requests and retries: the headers of operations that answer with something versioned, take <see cref="IfMatch"/> or a key, and the 304 of reads.</summary>
internal sealed class Conditions : IOpenApiOperationTransformer
{
    internal static readonly ResponseHeader ETag = new("ETag", "The version of what is shown, for `If-None-Match` and `If-Match`; of a list a weak tag.", "\"7\"");

    internal static readonly ResponseHeader Replayed = new(KeptAnswer.ReplayedHeader, "`true` where this request was carried out before, and this is the answer of then.", "true");

    private static readonly ResponseHeader CacheControl = new("Cache-Control", "Caches may keep the answer for this user, and must ask each time.", "private, no-cache");

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (TakesKey(context))
        {
            operation.Parameters!.Add(Parameter(
                IdempotentRequests.Header,
                $"Makes it safe to retry: the same request with the same key (1 to {IdempotencyKey.MaxLength} visible ASCII characters, new for each request, such as `\"8e03978e-40d5-43e8-bc93-6894a57f9324\"`) is carried out once, and answered alike for 24 hours."));
        }

        // A batch declares a 412 as well.
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<MethodInfo>().Any(handler => handler.GetParameters().Any(parameter => parameter.ParameterType == typeof(IfMatch))))
        {
            operation.Parameters!.Add(Parameter("If-Match", "Carry it out only if it still has one of these versions, such as `\"7\"`, or is there (`*`); else it is a 412."));
        }

        if (HeadersOf(context) is [_, _] headers)
        {
            operation.Parameters!.Add(Parameter("If-None-Match", "Tags that are known already, such as `\"7\"`, or `*`: if one of them is still right, the answer is a 304."));
            operation.Responses!["304"] = new OpenApiResponse
            {
                Description = "What is known already is still right.",
                Headers = ResponseHeaders.Create(StatusCodes.Status304NotModified, headers, context.Document!),
            };
        }

        return Task.CompletedTask;
    }

    /// <summary>What successful answers of an operation carry: two headers for a read, the tag alone for a write, and nothing where nothing has a version.</summary>
    internal static ResponseHeader[] HeadersOf(OpenApiOperationTransformerContext context)
    {
        var answers = context.Description.ActionDescriptor.EndpointMetadata.OfType<IProducesResponseTypeMetadata>();
        return !answers.Any(answer => answer.Type is { } type && (type.IsAssignableTo(typeof(IVersioned)) || type.IsAssignableTo(typeof(IEnumerable<IVersioned>)))) ? []
            : context.Description.HttpMethod == HttpMethods.Get ? [ETag, CacheControl]
            : [ETag];
    }

    /// <summary>Whether an operation can be retried with a key.</summary>
    internal static bool TakesKey(OpenApiOperationTransformerContext context) =>
        context.Description.ActionDescriptor.EndpointMetadata.OfType<DeclaredErrors>().Any(declared => declared.Errors.Contains(ApiError.IdempotencyKeyReused));

    // Without an example, which the reference page would send with each request that is tried out there.
    private static OpenApiParameter Parameter(string name, string description) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };
}
