using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.OpenApi;
using Todo.Api.OpenApi;

namespace Todo.Api.Features.Changes;

/// <summary>The <c>change_id</c> of a path. What is not a positive 64-bit integer is the id of no change, not a request that cannot be read.</summary>
internal readonly record struct ChangeId(long Value) : IEndpointParameterMetadataProvider
{
    public static bool TryParse(string? text, out ChangeId id)
    {
        id = new ChangeId(long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0);
        return true;
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(new RouteParameter(
        "change_id",
        "The `id` of the change, as the history of its task has it. What is not a positive 64-bit integer is the id of no change: 404.",
        new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64", Minimum = "1" },
        981));
}
