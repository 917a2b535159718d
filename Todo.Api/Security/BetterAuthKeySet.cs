using System.Buffers.Text;
using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Todo.Api.Security;

/// <summary>A key set as it was published (RFC 7517): what of it can verify a token, and with which algorithm.</summary>
internal sealed class BetterAuthKeySet
{
    // Those that Better Auth can be told to sign with. Symmetric ones are missing on purpose: what a key set publishes is no secret.
    private static readonly string[] Algorithms = [.. Ed25519SecurityKey.Algorithms, "ES256", "ES512", "RS256", "PS256"];

    private const int MinRsaBits = 2048;

    // What OpenSSL will calculate with.
    private const int MaxRsaBits = 16_384;

    private readonly Dictionary<(string? KeyId, string Algorithm), List<SecurityKey>> _keys = [];
    private readonly HashSet<string> _keyIds = new(StringComparer.Ordinal);
    private readonly HashSet<string> _identities = new(StringComparer.Ordinal);

    private BetterAuthKeySet()
    {
    }

    /// <summary>How many keys can be used.</summary>
    internal int Count => _identities.Count;

    /// <summary>How many keys cannot be used: another kind, another purpose, too short, malformed.</summary>
    internal int Ignored { get; private set; }

    internal static bool Supports(string algorithm) => Algorithms.Contains(algorithm);

    /// <exception cref="JsonException">It is not JSON.</exception>
    /// <exception cref="InvalidDataException">It is not a key set.</exception>
    internal static BetterAuthKeySet Parse(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);

        if (document.RootElement.ValueKind != JsonValueKind.Object
            || !document.RootElement.TryGetProperty("keys", out var keys)
            || keys.ValueKind != JsonValueKind.Array)
            throw new InvalidDataException("it is not a key set");

        var set = new BetterAuthKeySet();

        foreach (var key in keys.EnumerateArray())
        {
            if (!set.TryAdd(key))
                set.Ignored++;
        }

        return set;
    }

    /// <summary>The keys for this algorithm that have this id; without an id, all keys for this algorithm.</summary>
    internal IReadOnlyList<SecurityKey> Find(string? keyId, string algorithm) =>
        _keys.TryGetValue((keyId, algorithm), out var keys) ? keys : [];

    internal bool Contains(string keyId) => _keyIds.Contains(keyId);

    internal bool ContainsAllOf(BetterAuthKeySet other) => _identities.IsSupersetOf(other._identities);

    private bool TryAdd(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object || !IsForSignatures(json) || Read(json) is not var (key, algorithms, material))
            return false;

        key.KeyId = Text(json, "kid");
        _identities.Add($"{key.KeyId} {string.Join(',', algorithms)} {material}");

        if (key.KeyId is not null)
            _keyIds.Add(key.KeyId);

        foreach (var algorithm in algorithms)
        {
            Add(null, algorithm, key);

            if (key.KeyId is not null)
                Add(key.KeyId, algorithm, key);
        }

        return true;
    }

    private void Add(string? keyId, string algorithm, SecurityKey key)
    {
        if (!_keys.TryGetValue((keyId, algorithm), out var keys))
            _keys.Add((keyId, algorithm), keys = []);

        keys.Add(key);
    }

    // Better Auth publishes neither member; somebody else's key set may.
    private static bool IsForSignatures(JsonElement json) =>
        Text(json, "use") is null or "sig"
        && (!json.TryGetProperty("key_ops", out var operations)
            || (operations.ValueKind == JsonValueKind.Array && operations.EnumerateArray().Any(operation => operation.ValueEquals("verify"))));

    private static (SecurityKey Key, string[] Algorithms, string Material)? Read(JsonElement json)
    {
        try
        {
            return (Text(json, "kty"), Text(json, "crv"), Text(json, "alg")) switch
            {
                ("OKP", "Ed25519", null or "EdDSA" or "Ed25519") => ReadEd25519(json),
                ("EC", "P-256", null or "ES256") => ReadEc(json, ECCurve.NamedCurves.nistP256, "ES256"),
                ("EC", "P-521", null or "ES512") => ReadEc(json, ECCurve.NamedCurves.nistP521, "ES512"),
                ("RSA", _, null) => ReadRsa(json, "RS256", "PS256"),
                ("RSA", _, ("RS256" or "PS256") and var algorithm) => ReadRsa(json, algorithm),
                _ => null,
            };
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            // Not base64url, or not a point of the curve. One bad key is no reason to give up the good ones beside it.
            return null;
        }
    }

    private static (SecurityKey, string[], string)? ReadEd25519(JsonElement json) =>
        Ed25519.TryImport(Bytes(json, "x"), out var key)
            ? (new Ed25519SecurityKey(key), Ed25519SecurityKey.Algorithms, Text(json, "x")!)
            : null;

    private static (SecurityKey, string[], string)? ReadEc(JsonElement json, ECCurve curve, string algorithm)
    {
        var point = new ECPoint { X = Bytes(json, "x"), Y = Bytes(json, "y") };
        var key = ECDsa.Create(new ECParameters { Curve = curve, Q = point });

        return (Pin(new ECDsaSecurityKey(key), algorithm), [algorithm], $"{Text(json, "x")} {Text(json, "y")}");
    }

    private static (SecurityKey, string[], string)? ReadRsa(JsonElement json, params string[] algorithms)
    {
        var (modulus, exponent) = (Bytes(json, "n"), Bytes(json, "e"));
        var bits = new BigInteger(modulus, isUnsigned: true, isBigEndian: true).GetBitLength();

        // An exponent of 1 would make every message its own signature.
        if (bits is < MinRsaBits or > MaxRsaBits || new BigInteger(exponent, isUnsigned: true, isBigEndian: true) < 3)
            return null;

        var parameters = new RSAParameters { Modulus = modulus, Exponent = exponent };

        // Asks the platform now whether it takes the key, not when the first token comes.
        using (RSA.Create(parameters))
            return (Pin(new RsaSecurityKey(parameters), algorithms), algorithms, $"{Text(json, "n")} {Text(json, "e")}");
    }

    private static SecurityKey Pin(SecurityKey key, params string[] algorithms)
    {
        key.CryptoProviderFactory = new PinnedCryptoProviderFactory(algorithms);
        return key;
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static byte[] Bytes(JsonElement json, string name) =>
        Base64Url.DecodeFromChars(Text(json, name));
}
