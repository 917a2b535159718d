using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
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
        var set = Parse($$"""{"keys":[{{key}},{{KeyOf(Es256KeySet)}}]}""");

        Assert.Equal((1, 1), (set.Count, set.Ignored));
        Assert.False(set.Contains("x"));
        Assert.Single(set.Find(null, "ES256"));
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

        Assert.Equal(expected, Parse($$"""{"keys":[{"kty":"RSA","n":"{{modulus}}","e":"AQAB"}]}""").Count);

        // Zeros in front make the text longer, not the key.
        var padded = Base64Url.EncodeToString([.. new byte[200], .. parameters.Modulus!]);
        Assert.Equal(expected, Parse($$"""{"keys":[{"kty":"RSA","n":"{{padded}}","e":"AQAB"}]}""").Count);

        // With the exponent 1 a signature is the message itself.
        Assert.Equal(0, Parse($$"""{"keys":[{"kty":"RSA","n":"{{modulus}}","e":"AQ"}]}""").Count);
    }

    [Fact]
    public void Offers_an_RSA_key_without_an_algorithm_for_RS256_and_PS256()
    {
        var set = Parse(Rs256KeySet.Replace("\"alg\":\"RS256\",", "", StringComparison.Ordinal));

        Assert.Single(set.Find("xsiyCYX63Jmk5czRdvPe3wog2Do9Qcxf", "RS256"));
        Assert.Single(set.Find("xsiyCYX63Jmk5czRdvPe3wog2Do9Qcxf", "PS256"));
        Assert.Empty(set.Find("xsiyCYX63Jmk5czRdvPe3wog2Do9Qcxf", "RS512"));
    }

    [Fact]
    public void Finds_by_id_or_else_all_of_an_algorithm()
    {
        var set = Parse($$"""{"keys":[{{KeyOf(EdDsaKeySet)}},{{KeyOf(Es256KeySet)}},{{KeyOf(EdDsaKeySet).Replace("2SvLxF8J", "other-id", StringComparison.Ordinal)}}]}""");

        Assert.Equal(2, set.Find(null, "EdDSA").Count);
        Assert.Single(set.Find("2SvLxF8JJ7qnLyiP7Jq00Jg2BE0tGflD", "EdDSA"));
        Assert.Empty(set.Find("2svlxf8jj7qnlyip7jq00jg2be0tgfld", "EdDSA"));
    }

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

    private static PublishedKeys Parse(string json) => PublishedKeys.Parse(Encoding.UTF8.GetBytes(json));
}
