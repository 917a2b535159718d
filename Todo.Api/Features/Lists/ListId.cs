using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.OpenApi;
using Todo.Api.OpenApi;

namespace Todo.Api.Features.Lists;

/// <summary>The <c>list_id</c> of a path. What is not a positive 64-bit integer is the id of no list, not a request that cannot be read.</summary>
internal readonly record struct ListId(long Value) : IEndpointParameterMetadataProvider
{
    public static bool TryParse(string? text, out ListId id)
    {
        id = new ListId(long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0);
        return true;
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(new RouteParameter(
        "list_id",
        "The `id` of the list. What is not a positive 64-bit integer is the id of no list: 404.",
        new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64", Minimum = "1" },
        7));
}
