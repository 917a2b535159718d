using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Todo.Api.Responses.Conditional;

/// <summary>
/// The <c>If-Match</c> of a write, as a parameter of its handler: the versions of which the resource must still have one. The handler makes them part of
/// its statement, so that comparing and writing are one step. A header that cannot be read never comes as far: <see cref="ConditionalRequests"/> refuses it.
/// </summary>
/// <param name="Versions">Nothing where any will do: without the header, and for <c>*</c>.</param>
/// <param name="IsReadable">Whether the header is one of RFC 9110.</param>
internal sealed record IfMatch(long[]? Versions, bool IsReadable = true) : IEndpointParameterMetadataProvider
{
    private static readonly IfMatch Any = new(Versions: null);

    private static readonly IfMatch Unreadable = new([], IsReadable: false);

    public static ValueTask<IfMatch> BindAsync(HttpContext context) => ValueTask.FromResult(From(context.Request.Headers.IfMatch));

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new DeclaredErrors([ApiError.MalformedRequest, ApiError.PreconditionFailed]));

    private static IfMatch From(StringValues header) => EntityTags.Read(header) switch
    {
        _ when header.Count == 0 => Any,
        null => Unreadable,
        [var tag] when tag.Equals(EntityTagHeaderValue.Any) => Any,
        var tags => new IfMatch([.. tags.Where(tag => !tag.IsWeak).Select(VersionOf).OfType<long>()]),
    };

    // Tags are compared as texts: "07" is not "7".
    private static long? VersionOf(EntityTagHeaderValue tag) =>
        long.TryParse(tag.Tag.AsSpan()[1..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var version) && tag.Equals(EntityTags.Of(version)) ? version : null;
}
