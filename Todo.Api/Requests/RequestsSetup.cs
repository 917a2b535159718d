using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using FluentValidation;
using Todo.Api.Responses;

namespace Todo.Api.Requests;

internal static class RequestsSetup
{
    internal const int MaxBodyBytes = 64 * 1024;

    /// <summary>How long the body of a request may be, by its endpoint.</summary>
    internal static int MaxBodyBytesOf(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<RequestBody>()?.MaxBytes ?? MaxBodyBytes;

    /// <summary>Registers how JSON is read and written, and every validator of the application.</summary>
    internal static IServiceCollection AddRequests(this IServiceCollection services)
    {
        // Validators name members as they stand on the wire.
        ValidatorOptions.Global.PropertyNameResolver = static (_, member, _) => member is null ? null : JsonNamingPolicy.SnakeCaseLower.ConvertName(member.Name);

        return services
            .AddSingleton(typeof(RecordReader<>))
            .ConfigureHttpJsonOptions(options => Configure(options.SerializerOptions))
            .AddValidatorsFromAssembly(typeof(RequestsSetup).Assembly, ServiceLifetime.Singleton, includeInternalTypes: true);
    }

    /// <summary>Reads and validates the requests of the group; after the filters that were added before.</summary>
    internal static RouteGroupBuilder ValidateRequests(this RouteGroupBuilder group) =>
        group.WithErrors(ApiError.Validation).AddEndpointFilterFactory(ValidationFilter.Create);

    private static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;

        // Responses are read as JSON and never stand in a page (nosniff), so only what JSON itself demands is escaped.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
    }
}
