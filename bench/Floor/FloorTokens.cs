using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Todo.Bench.Floor;

/// <summary>Checks HS256 tokens by hand, each one each time.</summary>
internal sealed class FloorTokens(string secret)
{
    private const string Scheme = "Bearer ";

    /// <summary>One for each thread: setting it up costs more than the hash itself. There is one secret in the process.</summary>
    [ThreadStatic]
    private static IncrementalHash? _hash;

    /// <summary>The status that a request for this user is refused with; nothing if it may go on.</summary>
    internal int? Refusal(HttpContext context, string userId)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.Ordinal) || Subject(header.AsSpan(Scheme.Length)) is not { } subject)
        {
            return StatusCodes.Status401Unauthorized;
        }

        return subject == userId ? null : StatusCodes.Status403Forbidden;
    }

    private string? Subject(ReadOnlySpan<char> token)
    {
        Span<byte> bytes = stackalloc byte[1024];
        if (!Encoding.ASCII.TryGetBytes(token, bytes, out var length))
        {
            return null;
        }

        bytes = bytes[..length];
        var (payload, signature) = (bytes.IndexOf((byte)'.') + 1, bytes.LastIndexOf((byte)'.') + 1);
        if (payload == 0 || payload == signature || !IsSigned(bytes[..(signature - 1)], bytes[signature..]))
        {
            return null;
        }

        Span<byte> json = stackalloc byte[1024];
        return Base64Url.TryDecodeFromUtf8(bytes[payload..(signature - 1)], json, out var size) ? Subject(json[..size]) : null;
    }

    private bool IsSigned(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature)
    {
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (Base64Url.GetMaxDecodedLength(signature.Length) > given.Length || !Base64Url.TryDecodeFromUtf8(signature, given, out var size))
        {
            return false;
        }

        var hash = _hash ??= IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.ASCII.GetBytes(secret));
        hash.AppendData(text);
        hash.GetHashAndReset(expected);
        return CryptographicOperations.FixedTimeEquals(given[..size], expected);
    }

    /// <summary>The subject of claims that have not expired.</summary>
    private static string? Subject(ReadOnlySpan<byte> claims)
    {
        string? subject = null;
        var expires = 0L;
        var reader = new Utf8JsonReader(claims);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isSubject, isExpiry) = (reader.ValueTextEquals("sub"u8), reader.ValueTextEquals("exp"u8));
            reader.Read();
            if (isSubject)
            {
                subject = reader.GetString();
            }
            else if (isExpiry)
            {
                expires = reader.GetInt64();
            }
            else
            {
                reader.Skip();
            }
        }

        return expires > DateTimeOffset.UtcNow.ToUnixTimeSeconds() ? subject : null;
    }
}
