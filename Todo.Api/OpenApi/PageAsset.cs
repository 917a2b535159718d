using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Todo.Api.OpenApi;

/// <summary>A file that is embedded in the application, as it is and compressed. Each is made when it is first asked for, and kept.</summary>
internal sealed class PageAsset
{
    private static readonly Lazy<PageAsset?> EmbeddedScript = new(() => Find("scalar.js", "text/javascript; charset=utf-8"));
    private static readonly Lazy<PageAsset> EmbeddedStart = new(() => Find("scalar-start.js", "text/javascript; charset=utf-8")!);
    private static readonly Lazy<PageAsset> EmbeddedPage = new(() => Find("scalar.html", "text/html; charset=utf-8")!);
    private static readonly Lazy<PageAsset> EmbeddedMissing = new(() => Find("scalar-missing.html", "text/html; charset=utf-8")!);

    private PageAsset(byte[] content, string mediaType)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16));
        Content = content;
        MediaType = mediaType;
        Tag = new EntityTagHeaderValue($"\"{hash}\"");
        CompressedTag = new EntityTagHeaderValue($"\"{hash}-gzip\"");
        Compressed = Compress(content);
    }

    /// <summary>Scalar itself; nothing in a build that could not fetch it.</summary>
    internal static PageAsset? Script => EmbeddedScript.Value;

    internal static PageAsset Start => EmbeddedStart.Value;

    internal static PageAsset Page => EmbeddedPage.Value;

    /// <summary>What stands in for the page without Scalar.</summary>
    internal static PageAsset Missing => EmbeddedMissing.Value;

    internal byte[] Content { get; }

    internal byte[] Compressed { get; }

    internal string MediaType { get; }

    internal EntityTagHeaderValue Tag { get; }

    internal EntityTagHeaderValue CompressedTag { get; }

    private static PageAsset? Find(string name, string mediaType)
    {
        using var resource = typeof(PageAsset).Assembly.GetManifestResourceStream(name);
        if (resource is null)
        {
            return null;
        }

        var content = new byte[resource.Length];
        resource.ReadExactly(content);
        return new PageAsset(content, mediaType);
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
