using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Todo.Api.Security.Keys;

/// <summary>Reads a key set (RFC 7517): what of it can verify a token, and with which algorithm.</summary>
internal static class PublishedKeys
{
    private const int MinRsaBits = 2048;

    /// <exception cref="JsonException">It is not a key set.</exception>
    internal static OpenIdConnectConfiguration Parse(string json, out int ignored)
    {
        using var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("keys", out var keys) || keys.ValueKind != JsonValueKind.Array)
        {
            throw new JsonException("it is not a key set");
        }

        var configuration = new OpenIdConnectConfiguration { JsonWebKeySet = new JsonWebKeySet { JsonData = json } };
        foreach (var key in keys.EnumerateArray().Select(Read).OfType<SecurityKey>())
        {
            configuration.SigningKeys.Add(key);
        }

        ignored = keys.GetArrayLength() - configuration.SigningKeys.Count;
        return configuration;
    }

    /// <summary>
    /// What a key may be used for: what Better Auth can be told to sign with. IdentityModel by itself also takes a PS256 token for an RS256 key. Symmetric
    /// algorithms are missing on purpose: what a key set publishes is no secret.
    /// </summary>
    internal static string[] AlgorithmsOf(SecurityKey key) => key switch
    {
        Ed25519SecurityKey => Ed25519SecurityKey.Algorithms,
        JsonWebKey { Kty: "EC", Crv: "P-256", Alg: null or "ES256" } => ["ES256"],
        JsonWebKey { Kty: "EC", Crv: "P-521", Alg: null or "ES512" } => ["ES512"],
        JsonWebKey { Kty: "RSA", Alg: null } => ["RS256", "PS256"],
        JsonWebKey { Kty: "RSA", Alg: "RS256" or "PS256" } rsa => [rsa.Alg],
        _ => [],
    };

    // One bad key is no reason to give up the good ones beside it, so each is read on its own.
    private static SecurityKey? Read(JsonElement json)
    {
        try
        {
            var key = new JsonWebKey(json.GetRawText());
            SecurityKey usable = key is { Kty: "OKP", Crv: "Ed25519", Alg: null or "EdDSA" or "Ed25519" }
                ? new Ed25519SecurityKey(Base64UrlEncoder.DecodeBytes(key.X)) { KeyId = key.Kid }
                : key;

            // Better Auth publishes neither use nor key_ops; another issuer's key set may.
            if (key.Use is not (null or "sig") || (key.KeyOps.Count > 0 && !key.KeyOps.Contains("verify")) || AlgorithmsOf(usable) is not [var algorithm, ..] || IsWeak(key))
            {
                return null;
            }

            // A malformed key, or a point that is not on its curve, fails with the first signature: so now, rather than with the first token.
            usable.CryptoProviderFactory.CreateForVerifying(usable, algorithm).Verify([0], [0]);
            return usable;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or CryptographicException or InvalidOperationException or NotSupportedException)
        {
            return null;
        }
    }

    // Zeros in front make a modulus longer, not stronger; with the exponent 1 every message would be its own signature.
    private static bool IsWeak(JsonWebKey key) => key.Kty == "RSA" && (Number(key.N).GetBitLength() < MinRsaBits || Number(key.E).IsOne);

    private static BigInteger Number(string text) => new(Base64UrlEncoder.DecodeBytes(text), isUnsigned: true, isBigEndian: true);
}
