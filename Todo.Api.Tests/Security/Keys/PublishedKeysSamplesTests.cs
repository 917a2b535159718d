using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Todo.Api.Security.Keys;
using static Todo.Api.Tests.Security.Keys.KeySetSamples;

namespace Todo.Api.Tests.Security.Keys;

public sealed class PublishedKeysSamplesTests
{
    public static readonly TheoryData<string, string, string> Samples = new()
    {
        { "EdDSA", EdDsaKeySet, EdDsaToken },
        { "ES256", Es256KeySet, Es256Token },
        { "ES512", Es512KeySet, Es512Token },
        { "RS256", Rs256KeySet, Rs256Token },
        { "PS256", Ps256KeySet, Ps256Token },
    };

    [Theory, MemberData(nameof(Samples))]
    public async Task Verifies_a_real_token(string algorithm, string keySet, string token)
    {
        var header = new JsonWebToken(token);

        Assert.Equal(algorithm, header.Alg);
        Assert.Equal(header.Kid, Assert.Single(Parse(keySet).SigningKeys).KeyId);
        Assert.True(await Parse(keySet).VerifiesAsync(token));
    }

    [Theory, MemberData(nameof(Samples))]
    public async Task Refuses_a_real_token_with_one_character_changed(string algorithm, string keySet, string token)
    {
        // Somewhere in the payload, and somewhere in the signature; never the last character, which may hold unused bits.
        foreach (var at in new[] { token.IndexOf('.') + 20, token.LastIndexOf('.') + 1, token.Length - 3 })
        {
            var changed = token.ToCharArray();
            changed[at] = changed[at] == 'A' ? 'B' : 'A';

            Assert.False(await Parse(keySet).VerifiesAsync(new string(changed)), $"{algorithm}, character {at}");
        }
    }

    [Theory, MemberData(nameof(Samples))]
    public async Task Refuses_a_token_without_its_signature(string algorithm, string keySet, string token)
    {
        var keys = Parse(keySet);

        Assert.False(await keys.VerifiesAsync(token[..(token.LastIndexOf('.') + 1)]), algorithm);
        Assert.False(await keys.VerifiesAsync(token[..(token.LastIndexOf('.') + 11)]));
        Assert.False(await keys.VerifiesAsync(WithHeader(token, """{"alg":"none"}""")));
        Assert.False(await keys.VerifiesAsync(WithHeader(token, """{"alg":"none"}""")[..^10]));
    }

    [Theory, MemberData(nameof(Samples))]
    public async Task Keeps_a_key_to_its_own_algorithm(string algorithm, string keySet, string token)
    {
        var keys = Parse(keySet);
        var key = Assert.Single(keys.SigningKeys);

        foreach (var other in new[] { "EdDSA", "ES256", "ES384", "ES512", "RS256", "RS512", "PS256", "PS512", "HS256", "none", "" })
        {
            if (other != algorithm)
            {
                Assert.DoesNotContain(other, PublishedKeys.AlgorithmsOf(key));
                Assert.False(await keys.VerifiesAsync(WithHeader(token, $$"""{"alg":"{{other}}","kid":"{{key.KeyId}}"}""")), other);
                Assert.False(await keys.VerifiesAsync(WithHeader(token, $$"""{"alg":"{{other}}"}""")), other);
            }
        }
    }

    [Fact]
    public async Task Refuses_PS256_with_a_key_published_for_RS256()
    {
        // A signature that is right in every other way: made with the very key that the set publishes.
        using var rsa = RSA.Create(2048);
        var parameters = rsa.ExportParameters(false);
        var rsaKey = new JsonObject
        {
            ["kty"] = "RSA",
            ["kid"] = "1",
            ["n"] = Base64Url.EncodeToString(parameters.Modulus),
            ["e"] = Base64Url.EncodeToString(parameters.Exponent),
        };

        var open = Parse($$"""{"keys":[{{rsaKey}}]}""");
        rsaKey["alg"] = "RS256";
        var pinned = Parse($$"""{"keys":[{{rsaKey}}]}""");

        foreach (var id in new[] { ",\"kid\":\"1\"", "" })
        {
            var rs256 = Sign("RS256", RSASignaturePadding.Pkcs1, id);
            var ps256 = Sign("PS256", RSASignaturePadding.Pss, id);

            Assert.True(await open.VerifiesAsync(rs256));
            Assert.True(await open.VerifiesAsync(ps256));
            Assert.True(await pinned.VerifiesAsync(rs256));
            Assert.False(await pinned.VerifiesAsync(ps256));
        }

        string Sign(string algorithm, RSASignaturePadding padding, string id)
        {
            var text = WithHeader(Rs256Token, $$"""{"alg":"{{algorithm}}"{{id}}}""");
            text = text[..text.LastIndexOf('.')];
            return $"{text}.{Base64Url.EncodeToString(rsa.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, padding))}";
        }
    }

    [Theory, MemberData(nameof(Samples))]
    public async Task Refuses_HS256_keyed_with_what_the_set_publishes(string algorithm, string keySet, string token)
    {
        var key = JsonNode.Parse(keySet)!["keys"]![0]!;

        byte[][] secrets =
        [
            Encoding.UTF8.GetBytes(keySet.Trim()),
            Encoding.UTF8.GetBytes(key.ToJsonString()),
            Encoding.UTF8.GetBytes((string)(key["x"] ?? key["n"])!),
            Base64Url.DecodeFromChars((string)(key["x"] ?? key["n"])!),
        ];

        foreach (var secret in secrets)
        {
            var text = WithHeader(token, $$"""{"alg":"HS256","kid":"{{key["kid"]}}"}""");
            text = text[..text.LastIndexOf('.')];
            var forged = $"{text}.{Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(text)))}";

            Assert.False(await Parse(keySet).VerifiesAsync(forged), algorithm);
        }
    }

    [Fact]
    public async Task Takes_the_new_name_of_EdDSA_too()
    {
        var keys = Parse(EdDsaKeySet.Replace("EdDSA", "Ed25519", StringComparison.Ordinal));

        Assert.True(await keys.VerifiesAsync(EdDsaToken));
        Assert.Contains("Ed25519", PublishedKeys.AlgorithmsOf(Assert.Single(keys.SigningKeys)));
    }

    [Fact]
    public async Task Verifies_in_parallel()
    {
        var wrong = 0;

        foreach (var (_, keySet, token) in Samples.Select(sample => sample.Data))
        {
            var keys = Parse(keySet);
            var bad = token[..^4] + (token[^4] == 'A' ? 'B' : 'A') + token[^3..];

            await Parallel.ForAsync(0, 200, TestContext.Current.CancellationToken, async (i, _) =>
            {
                if (await keys.VerifiesAsync(i % 2 == 0 ? token : bad) != (i % 2 == 0))
                {
                    Interlocked.Increment(ref wrong);
                }
            });
        }

        Assert.Equal(0, wrong);
    }

    private static OpenIdConnectConfiguration Parse(string json) => PublishedKeys.Parse(json, out _);

    private static string WithHeader(string token, string header) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header)) + token[token.IndexOf('.')..];
}
