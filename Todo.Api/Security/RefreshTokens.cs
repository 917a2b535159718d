using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Todo.Api.Security;

/// <summary>Opaque refresh tokens: 256 random bits, of which the database keeps the hash only.</summary>
internal static class RefreshTokens
{
    internal static readonly TimeSpan Life = TimeSpan.FromDays(30);

    internal static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    // Not a slow hash: 256 random bits cannot be guessed.
    internal static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
