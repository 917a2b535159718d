using System.Reflection;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.OpenApi;
using Todo.Api.OpenApi;
using Todo.Api.Persistence.Entities;

namespace Todo.Api.Features.Tags;

/// <summary>The <c>name</c> of a path: any spelling of a tag. What can be no tag's name is the name of none, not a request that cannot be read.</summary>
internal sealed record TagName(string Value) : IEndpointParameterMetadataProvider
{
    public static ValueTask<TagName> BindAsync(HttpContext context)
    {
        // The server decodes everything but %2F, so only the address as it was sent can tell a slash from its code.
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        return ValueTask.FromResult(new TagName(Uri.UnescapeDataString(target.Split('?')[0].TrimEnd('/').Split('/')[^1]).Trim()));
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(new RouteParameter(
        "name",
        "The name of the tag in any case, percent-encoded where needed.",
        new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = Tag.MaxNameLength },
        "home"));
}
