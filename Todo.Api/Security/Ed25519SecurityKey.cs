using Microsoft.IdentityModel.Tokens;

namespace Todo.Api.Security;

/// <summary>An Ed25519 public key for IdentityModel, which knows no such keys itself.</summary>
internal sealed class Ed25519SecurityKey : AsymmetricSecurityKey
{
    // "EdDSA" is what Better Auth writes, "Ed25519" what RFC 9864 renames it to.
    internal static readonly string[] Algorithms = ["EdDSA", "Ed25519"];

    internal Ed25519SecurityKey(Ed25519.PublicKey publicKey)
    {
        PublicKey = publicKey;
        CryptoProviderFactory = new PinnedCryptoProviderFactory(Algorithms) { CustomCryptoProvider = new Provider() };
    }

    internal Ed25519.PublicKey PublicKey { get; }

    public override int KeySize => Ed25519.PublicKeyLength * 8;

    [Obsolete("Replaced by PrivateKeyStatus in IdentityModel, where it is still abstract.")]
    public override bool HasPrivateKey => false;

    public override PrivateKeyStatus PrivateKeyStatus => PrivateKeyStatus.DoesNotExist;

    private sealed class Provider : ICryptoProvider
    {
        // IdentityModel calls this without arguments too, when it gives a provider back.
        public bool IsSupportedAlgorithm(string algorithm, params object[] args) =>
            Algorithms.Contains(algorithm) && (args is not [var key, ..] || key is Ed25519SecurityKey);

        public object Create(string algorithm, params object[] args) =>
            new Verifier((Ed25519SecurityKey)args[0], algorithm);

        public void Release(object cryptoInstance) =>
            (cryptoInstance as IDisposable)?.Dispose();
    }

    private sealed class Verifier(Ed25519SecurityKey key, string algorithm) : SignatureProvider(key, algorithm)
    {
        public override bool Verify(byte[] input, byte[] signature) =>
            Verify(input, 0, input.Length, signature, 0, signature.Length);

        // From 6.31 on IdentityModel has this overload and calls it alone: it then needs the word "override".
        public override bool Verify(byte[] input, int inputOffset, int inputLength, byte[] signature, int signatureOffset, int signatureLength) =>
            Ed25519.Verify(key.PublicKey, input.AsSpan(inputOffset, inputLength), signature.AsSpan(signatureOffset, signatureLength));

        public override byte[] Sign(byte[] input) =>
            throw new NotSupportedException("There is a public key only.");

        // The key belongs to the key set, not to one verification.
        protected override void Dispose(bool disposing)
        {
        }
    }
}
