using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Todo.Api.Tests.Support;

/// <summary>Tokens written by hand, so that they can be wrong in every way.</summary>
internal static class Tokens
{
    internal static string For(string userId) => Sign(new { sub = userId, exp = InMinutes(60) });

    internal static long InMinutes(int minutes) => DateTimeOffset.UtcNow.AddMinutes(minutes).ToUnixTimeSeconds();

    internal static string Sign(object payload, object? header = null, string secret = TodoApi.Secret) =>
        SignRaw(JsonSerializer.Serialize(payload), JsonSerializer.Serialize(header ?? new { alg = "HS256", typ = "JWT" }), secret);

    internal static string SignRaw(string payload, string header = """{"alg":"HS256"}""", string secret = TodoApi.Secret)
    {
        var signed = $"{Encode(header)}.{Encode(payload)}";
        var algorithm = JsonElement.Parse(header).GetProperty("alg").GetString();
        var key = Encoding.UTF8.GetBytes(secret);
        var data = Encoding.ASCII.GetBytes(signed);
        var signature = algorithm switch
        {
            "none" => [],
            "HS384" => HMACSHA384.HashData(key, data),
            "HS512" => HMACSHA512.HashData(key, data),
            _ => HMACSHA256.HashData(key, data),
        };
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    internal static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
