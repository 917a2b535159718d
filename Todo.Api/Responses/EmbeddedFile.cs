using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Todo.Api.Responses;

/// <summary>A file of a page that is embedded in the application, as it is and compressed. Made when it is first asked for, and kept.</summary>
internal sealed class EmbeddedFile
{
    private readonly byte[] _content;
    private readonly byte[] _compressed;
    private readonly string _mediaType;
    private readonly EntityTagHeaderValue _tag;
    private readonly EntityTagHeaderValue _compressedTag;

    private EmbeddedFile(byte[] content, string mediaType)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16));
        _content = content;
        _compressed = Compress(content);
        _mediaType = $"{mediaType}; charset=utf-8";
        _tag = new EntityTagHeaderValue($"\"{hash}\"");
        _compressedTag = new EntityTagHeaderValue($"\"{hash}-gzip\"");
    }

    /// <summary>The file that the project embeds under this name; nothing where the build had none.</summary>
    internal static Lazy<EmbeddedFile?> Find(string name, string mediaType) => new(() =>
    {
        using var resource = typeof(EmbeddedFile).Assembly.GetManifestResourceStream(name);
        if (resource is null)
        {
            return null;
        }

        var content = new byte[resource.Length];
        resource.ReadExactly(content);
        return new EmbeddedFile(content, mediaType);
    });

    internal FileContentHttpResult Answer(HttpContext http)
    {
        // The addresses stay the same from version to version, so browsers ask each time, and mostly hear 304.
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.Headers.Vary = HeaderNames.AcceptEncoding;

        var isCompressed = StringWithQualityHeaderValue.TryParseList(http.Request.Headers.AcceptEncoding, out var encodings)
            && encodings.Any(encoding => encoding.Value == "gzip" && encoding.Quality is not 0);
        if (isCompressed)
        {
            http.Response.Headers.ContentEncoding = "gzip";
        }

        return TypedResults.Bytes(isCompressed ? _compressed : _content, _mediaType, entityTag: isCompressed ? _compressedTag : _tag);
    }

    private static byte[] Compress(byte[] content)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return compressed.ToArray();
    }
}
