using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Todo.Api.Security.Keys;

/// <summary>A key set as it was published (RFC 7517): what of it can verify a token, and with which algorithm.</summary>
internal sealed class PublishedKeys
{
    // Those that Better Auth can be told to sign with. Symmetric ones are missing on purpose: what a key set publishes is no secret.
    private static readonly string[] Algorithms = [.. Ed25519SecurityKey.Algorithms, "ES256", "ES512", "RS256", "PS256"];

    private const int MinRsaBits = 2048;

    private readonly byte[] _json;
    private readonly (SecurityKey Key, string[] Algorithms)[] _keys;

    private PublishedKeys(byte[] json, (SecurityKey Key, string[] Algorithms)[] keys, int ignored) => (_json, _keys, Ignored) = (json, keys, ignored);

    internal int Count => _keys.Length;

    /// <summary>How many keys cannot be used: another kind, another purpose, too short, malformed.</summary>
    internal int Ignored { get; }

    internal static bool Supports(string algorithm) => Algorithms.Contains(algorithm);

    /// <summary>What was published now; the same as before where not a byte has changed, so that what was validated with its keys stays so.</summary>
    /// <exception cref="JsonException">It is not a key set.</exception>
    internal static PublishedKeys Parse(byte[] json, PublishedKeys? before = null)
    {
        if (before is not null && json.AsSpan().SequenceEqual(before._json))
        {
            return before;
        }

        using var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("keys", out var keys) || keys.ValueKind != JsonValueKind.Array)
        {
            throw new JsonException("it is not a key set");
        }

        var entries = keys.EnumerateArray().Select(Read).ToArray();
        return new PublishedKeys(json, [.. entries.OfType<(SecurityKey, string[])>()], entries.Count(entry => entry is null));
    }

    /// <summary>The keys for this algorithm that have this id; without an id, all keys for this algorithm.</summary>
    internal IReadOnlyList<SecurityKey> Find(string? keyId, string algorithm) =>
        [.. _keys.Where(key => key.Algorithms.Contains(algorithm) && (keyId is null || key.Key.KeyId == keyId)).Select(key => key.Key)];

    internal bool Contains(string keyId) => Array.Exists(_keys, key => key.Key.KeyId == keyId);

    internal bool Contains(SecurityKey key) => Array.Exists(_keys, published => published.Key == key);

    // One bad key is no reason to give up the good ones beside it, so each is read on its own.
    private static (SecurityKey Key, string[] Algorithms)? Read(JsonElement json)
    {
        try
        {
            var key = new JsonWebKey(json.GetRawText());

            // Better Auth publishes neither member; another issuer's key set may.
            if (key.Use is not (null or "sig") || (key.KeyOps.Count > 0 && !key.KeyOps.Contains("verify")))
            {
                return null;
            }

            return (key.Kty, key.Crv, key.Alg) switch
            {
                ("OKP", "Ed25519", null or "EdDSA" or "Ed25519") => (ReadEd25519(key), Ed25519SecurityKey.Algorithms),
                ("EC", "P-256", null or "ES256") => (ReadEc(key, ECCurve.NamedCurves.nistP256), ["ES256"]),
                ("EC", "P-521", null or "ES512") => (ReadEc(key, ECCurve.NamedCurves.nistP521), ["ES512"]),
                ("RSA", _, null) => (ReadRsa(key), ["RS256", "PS256"]),
                ("RSA", _, "RS256" or "PS256") => (ReadRsa(key), [key.Alg]),
                _ => null,
            };
        }
        catch (Exception e) when (e is ArgumentException or FormatException or CryptographicException)
        {
            return null;
        }
    }

    private static Ed25519SecurityKey ReadEd25519(JsonWebKey key) => new(Base64UrlEncoder.DecodeBytes(key.X)) { KeyId = key.Kid };

    // The platform refuses a point that is not on the curve.
    private static ECDsaSecurityKey ReadEc(JsonWebKey key, ECCurve curve)
    {
        var point = new ECPoint { X = Base64UrlEncoder.DecodeBytes(key.X), Y = Base64UrlEncoder.DecodeBytes(key.Y) };
        return new ECDsaSecurityKey(ECDsa.Create(new ECParameters { Curve = curve, Q = point })) { KeyId = key.Kid };
    }

    private static RsaSecurityKey ReadRsa(JsonWebKey key)
    {
        var parameters = new RSAParameters { Modulus = Base64UrlEncoder.DecodeBytes(key.N), Exponent = Base64UrlEncoder.DecodeBytes(key.E) };
        using var rsa = RSA.Create(parameters);

        // With the exponent 1 every message would be its own signature.
        return rsa.KeySize >= MinRsaBits && new BigInteger(parameters.Exponent, isUnsigned: true, isBigEndian: true) > 1
            ? new RsaSecurityKey(parameters) { KeyId = key.Kid }
            : throw new CryptographicException("The key is too weak.");
    }
}
