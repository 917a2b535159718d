using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Todo.Api.Persistence.Entities;

namespace Todo.Api.Requests;

internal static class JsonSetup
{
    internal static IServiceCollection AddJson(this IServiceCollection services) =>
        services.ConfigureHttpJsonOptions(options => Configure(options.SerializerOptions));

    /// <summary>Names in snake_case and read as written, numbers only as numbers.</summary>
    internal static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.Never;

        // Responses are read as JSON and never stand in a page (nosniff), so only what JSON itself demands is escaped.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new DueDateConverter());
        options.Converters.Add(new WireNameConverter<TaskPriority>());
    }
}
