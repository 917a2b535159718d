using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Todo.Bench;

/// <summary>Signs tokens as a front end does that shares the secret.</summary>
internal sealed class Tokens
{
    private static readonly string Header = Encode("""{"alg":"HS256","typ":"JWT"}"""u8);

    internal string Secret { get; } = RandomNumberGenerator.GetHexString(64, lowercase: true);

    internal string Issue(string userId)
    {
        var now = DateTimeOffset.UtcNow;
        var claims = new Dictionary<string, object>
        {
            ["sub"] = userId,
            ["email"] = "ada@example.com",
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddDays(1).ToUnixTimeSeconds(),
        };
        var signed = $"{Header}.{Encode(JsonSerializer.SerializeToUtf8Bytes(claims))}";
        return $"{signed}.{Encode(HMACSHA256.HashData(Encoding.ASCII.GetBytes(Secret), Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);
}
