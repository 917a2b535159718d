using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
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
[Description("the version that is expected, such as 3, or *")]
internal sealed record IfMatch(long[]? Versions, bool IsReadable = true) : IEndpointParameterMetadataProvider, IParsable<IfMatch>
{
    private static readonly IfMatch Any = new(Versions: null);

    private static readonly IfMatch Unreadable = new([], IsReadable: false);

    public static ValueTask<IfMatch> BindAsync(HttpContext context) => ValueTask.FromResult(From(context.Request.Headers.IfMatch));

    public static IfMatch Parse(string s, IFormatProvider? provider) => TryParse(s, provider, out var ifMatch) ? ifMatch : throw new FormatException();

    /// <summary>Reads what a member of a body says: a version alone, or what the header would say.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out IfMatch result)
    {
        result = s is null ? Unreadable : From(s.All(char.IsAsciiDigit) ? $"\"{s}\"" : s);
        return result.IsReadable;
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new DeclaredErrors([ApiError.MalformedRequest, ApiError.PreconditionFailed]));

    internal bool Matches(long version) => Versions is null || Versions.Contains(version);

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
