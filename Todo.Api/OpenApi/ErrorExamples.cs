using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Todo.Api.Responses;

namespace Todo.Api.OpenApi;

/// <summary>Problem documents as they would come, made by the code that makes them.</summary>
internal static class ErrorExamples
{
    private const string RequestId = "0199f3c2a7d07c4e9b1d6a5f30e8c712";

    private static readonly DateTime Timestamp = new DateTime(2026, 11, 21, 9, 30, 0, DateTimeKind.Utc).AddMicroseconds(123456);

    /// <summary>Every kind of failure there is, in the order of the statuses.</summary>
    internal static IReadOnlyList<ApiError> AllErrors { get; } = [.. typeof(ApiError).Assembly.GetTypes()
        .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.NonPublic))
        .Where(field => field.FieldType == typeof(ApiError))
        .Select(field => (ApiError)field.GetValue(null)!)
        .DistinctBy(error => error.Code)
        .OrderBy(error => error.Status)];

    internal static JsonNode Of(ApiError error, IServiceProvider services, FieldErrors? errors = null) => JsonSerializer.SerializeToNode(
        Problem.From(error, Timestamp, RequestId, detail: null, errors),
        services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions)!;
}
