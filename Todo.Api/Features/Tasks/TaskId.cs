using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.OpenApi;
using Todo.Api.OpenApi;

namespace Todo.Api.Features.Tasks;

/// <summary>The <c>task_id</c> of a path. What is not a positive 64-bit integer is the id of no task, not a request that cannot be read.</summary>
internal readonly record struct TaskId(long Value) : IEndpointParameterMetadataProvider
{
    public static bool TryParse(string? text, out TaskId id)
    {
        id = new TaskId(long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0);
        return true;
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(new RouteParameter(
        "task_id",
        "The `id` of the task. What is not a positive 64-bit integer is the id of no task: 404.",
        new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64", Minimum = "1" },
        42));
}
