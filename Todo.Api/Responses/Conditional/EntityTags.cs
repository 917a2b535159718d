using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace Todo.Api.Responses.Conditional;

/// <summary>Entity tags (RFC 9110, section 8.8.3): of a resource its version, of a list what it shows.</summary>
internal static class EntityTags
{
    internal static EntityTagHeaderValue Of(long version) => new(string.Create(CultureInfo.InvariantCulture, $"\"{version}\""));

    /// <summary>A weak tag of a list: ids and versions in their order, and what stands around them.</summary>
    internal static EntityTagHeaderValue Of(IEnumerable<IVersioned> items, params ReadOnlySpan<string> surroundings)
    {
        using var content = new MemoryStream();
        using (var writer = new BinaryWriter(content, Encoding.UTF8, leaveOpen: true))
        {
            foreach (var text in surroundings)
            {
                writer.Write(text);
            }

            foreach (var item in items)
            {
                writer.Write(item.Id);
                writer.Write(item.Version);
            }
        }

        var hash = SHA256.HashData(content.GetBuffer().AsSpan(0, (int)content.Length));
        return new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(hash.AsSpan(0, 16))}\"", isWeak: true);
    }

    /// <summary>The tags of a header, or <c>*</c> alone; nothing where it cannot be read.</summary>
    internal static IList<EntityTagHeaderValue>? Read(IList<string> header) =>
        EntityTagHeaderValue.TryParseStrictList(header, out var tags) && (tags.Count == 1 || !tags.Contains(EntityTagHeaderValue.Any)) ? tags : null;
}
