using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Todo.Api.Security.Keys;
using static Todo.Api.Tests.Security.Keys.KeySetSamples;

namespace Todo.Api.Tests.Security.Keys;

public sealed class PublishedKeysTests
{
    [Theory]
    [InlineData("""{"kty":"oct","k":"c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3JldA","alg":"HS256","kid":"x"}""")]
    [InlineData("""{"kty":"OKP","crv":"X25519","x":"ojyKfXl4ybdYv1fAZPfqABnnybdiRwE36KA4EPyqI-U","kid":"x"}""")]
    [InlineData("""{"kty":"OKP","crv":"Ed25519","x":"ojyKfXl4ybdYv1fAZPfqABnnybdiRwE36KA4EPyqI-U","alg":"ES256","kid":"x"}""")]
    [InlineData("""{"kty":"OKP","crv":"Ed25519","x":"ojyKfXl4ybdYv1fAZPfqABnnybdiRwE36KA4EPyqI-U","use":"enc","kid":"x"}""")]
    [InlineData("""{"kty":"OKP","crv":"Ed25519","x":"ojyKfXl4ybdYv1fAZPfqABnnybdiRwE36KA4EPyqI-U","key_ops":["sign"],"kid":"x"}""")]
    [InlineData("""{"kty":"OKP","crv":"Ed25519","x":"ojyKfXl4","kid":"x"}""")]
    [InlineData("""{"kty":"OKP","crv":"Ed25519","x":"this is not base64url","kid":"x"}""")]
    [InlineData("""{"kty":"OKP","crv":"Ed25519","x":5,"kid":"x"}""")]
    [InlineData("""{"kty":"OKP","crv":"Ed25519","kid":"x"}""")]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"22P95nUSkrQSTvKe_uxnfQxfk4oNlYZ3XO1h0cTyA3U","y":"22P95nUSkrQSTvKe_uxnfQxfk4oNlYZ3XO1h0cTyA3U","kid":"x"}""")]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"22P95nUSkrQSTvKe_uxnfQxfk4oNlYZ3XO1h0cTyA3U","y":"H2HKVXZa1jukBNht80Sd7qSplH9neZmmnNqp6WPlhCU","alg":"ES512","kid":"x"}""")]
    [InlineData("""{"kty":"EC","crv":"P-256","kid":"x"}""")]
    [InlineData("""{"kty":"RSA","e":"AQAB","kid":"x"}""")]
    [InlineData("""{}""")]
    [InlineData("""null""")]
    [InlineData("""[]""")]
    public void Ignores_a_key_it_cannot_use_and_keeps_the_others(string key)
    {
        var keys = PublishedKeys.Parse($$"""{"keys":[{{key}},{{KeyOf(Es256KeySet)}}]}""", out var ignored);

        Assert.Equal(1, ignored);
        Assert.Equal(["ES256"], PublishedKeys.AlgorithmsOf(Assert.Single(keys.SigningKeys)));
    }

    [Theory]
    [InlineData(1024, 0)]
    [InlineData(2048, 1)]
    [InlineData(3072, 1)]
    public void Takes_RSA_keys_from_2048_bits_on(int bits, int expected)
    {
        using var rsa = RSA.Create(bits);
        var parameters = rsa.ExportParameters(false);
        var modulus = Base64Url.EncodeToString(parameters.Modulus);

        Assert.Equal(expected, Parse($$"""{"keys":[{"kty":"RSA","n":"{{modulus}}","e":"AQAB"}]}""").SigningKeys.Count);

        // Zeros in front make the text longer, not the key.
        var padded = Base64Url.EncodeToString([.. new byte[200], .. parameters.Modulus!]);
        Assert.Equal(expected, Parse($$"""{"keys":[{"kty":"RSA","n":"{{padded}}","e":"AQAB"}]}""").SigningKeys.Count);

        // With the exponent 1 a signature is the message itself.
        Assert.Empty(Parse($$"""{"keys":[{"kty":"RSA","n":"{{modulus}}","e":"AQ"}]}""").SigningKeys);
    }

    [Fact]
    public void Offers_an_RSA_key_without_an_algorithm_for_RS256_and_PS256() =>
        Assert.Equal(
            ["RS256", "PS256"],
            PublishedKeys.AlgorithmsOf(Assert.Single(Parse(Rs256KeySet.Replace("\"alg\":\"RS256\",", "", StringComparison.Ordinal)).SigningKeys)));

    [Theory]
    [InlineData("")]
    [InlineData("<!doctype html>")]
    [InlineData("""{"keys":[""")]
    public void Refuses_what_is_not_JSON(string text) =>
        Assert.ThrowsAny<JsonException>(() => Parse(text));

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"keys":{}}""")]
    [InlineData("""{"message":"Not found"}""")]
    public void Refuses_what_is_not_a_key_set(string text) =>
        Assert.Throws<JsonException>(() => Parse(text));

    private static string KeyOf(string keySet)
    {
        using var document = JsonDocument.Parse(keySet);
        return document.RootElement.GetProperty("keys")[0].GetRawText();
    }

    private static OpenIdConnectConfiguration Parse(string json) => PublishedKeys.Parse(json, out _);
}
