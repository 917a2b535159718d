using Microsoft.IdentityModel.Tokens;
using NSec.Cryptography;

namespace Todo.Api.Security.Keys;

/// <summary>An Ed25519 public key (RFC 8037) for IdentityModel, which knows no such keys itself.</summary>
internal sealed class Ed25519SecurityKey : AsymmetricSecurityKey, ICryptoProvider
{
    // "EdDSA" is what Better Auth writes, "Ed25519" what RFC 9864 renames it to.
    internal static readonly string[] Algorithms = ["EdDSA", "Ed25519"];

    private readonly PublicKey _key;

    /// <exception cref="FormatException">These are not the 32 bytes of a public key.</exception>
    internal Ed25519SecurityKey(ReadOnlySpan<byte> publicKey)
    {
        _key = PublicKey.Import(SignatureAlgorithm.Ed25519, publicKey, KeyBlobFormat.RawPublicKey);
        CryptoProviderFactory = new CryptoProviderFactory { CustomCryptoProvider = this, CacheSignatureProviders = false };
    }

    public override int KeySize => _key.Size * 8;

    [Obsolete("Replaced by PrivateKeyStatus in IdentityModel, where it is still abstract.")]
    public override bool HasPrivateKey => false;

    public override PrivateKeyStatus PrivateKeyStatus => PrivateKeyStatus.DoesNotExist;

    public bool IsSupportedAlgorithm(string algorithm, params object[] args) => Algorithms.Contains(algorithm);

    public object Create(string algorithm, params object[] args) => new Verifier(this, algorithm);

    public void Release(object cryptoInstance) => (cryptoInstance as IDisposable)?.Dispose();

    private sealed class Verifier(Ed25519SecurityKey key, string algorithm) : SignatureProvider(key, algorithm)
    {
        public override bool Verify(byte[] input, byte[] signature) => SignatureAlgorithm.Ed25519.Verify(key._key, input, signature);

        public override bool Verify(byte[] input, int inputOffset, int inputLength, byte[] signature, int signatureOffset, int signatureLength) =>
            SignatureAlgorithm.Ed25519.Verify(key._key, input.AsSpan(inputOffset, inputLength), signature.AsSpan(signatureOffset, signatureLength));

        public override byte[] Sign(byte[] input) => throw new NotSupportedException("There is a public key only.");

        // The key belongs to the key set, not to one verification.
        protected override void Dispose(bool disposing)
        {
        }
    }
}
