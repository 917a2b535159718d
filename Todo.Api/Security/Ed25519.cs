using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Todo.Api.Security;

/// <summary>
/// Verifies Ed25519 signatures (RFC 8032) with OpenSSL's libcrypto 3: .NET 10 has no Ed25519 of its own, and on Linux it needs that library anyway.
/// </summary>
internal static partial class Ed25519
{
    internal const int PublicKeyLength = 32;
    internal const int SignatureLength = 64;

    private const string Library = "libcrypto";

    // EVP_PKEY_ED25519. OpenSSL never renumbers its identifiers.
    private const int KeyType = 1087;

    private static readonly Lazy<bool> Available = new(CanVerify);

    // An assembly can have one resolver only: this one leaves every other library to the runtime.
    static Ed25519() =>
        NativeLibrary.SetDllImportResolver(typeof(Ed25519).Assembly, (name, _, _) => name == Library && TryLoad(out var library) ? library : 0);

    /// <summary>Whether there is a libcrypto 3 that knows Ed25519 (one in FIPS mode may not). Without it, EdDSA tokens cannot be verified.</summary>
    internal static bool IsAvailable => Available.Value;

    internal static bool TryImport(ReadOnlySpan<byte> publicKey, [NotNullWhen(true)] out PublicKey? key)
    {
        key = null;

        if (publicKey.Length != PublicKeyLength || !IsAvailable)
            return false;

        key = Import(publicKey);
        return key is not null;
    }

    /// <summary>Can be called with one key from many threads: libcrypto only reads the key, and every call has its own context.</summary>
    internal static bool Verify(PublicKey key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureLength)
            return false;

        using var context = EVP_MD_CTX_new();

        if (context.IsInvalid || EVP_DigestVerifyInit(context, 0, 0, 0, key) != 1)
            throw new InvalidOperationException("libcrypto cannot verify with an Ed25519 key.");

        // 1 is a good signature, 0 a bad one, and below 0 is one that is none at all.
        if (EVP_DigestVerify(context, signature, (nuint)signature.Length, message, (nuint)message.Length) == 1)
            return true;

        // The thread's list of errors is shared with the runtime's own cryptography.
        ERR_clear_error();
        return false;
    }

    private static PublicKey? Import(ReadOnlySpan<byte> publicKey)
    {
        var key = EVP_PKEY_new_raw_public_key(KeyType, 0, publicKey, (nuint)publicKey.Length);

        if (!key.IsInvalid)
            return key;

        key.Dispose();
        ERR_clear_error();
        return null;
    }

    private static bool CanVerify()
    {
        if (!TryLoad(out _))
            return false;

        using var key = Import(new byte[PublicKeyLength]);
        return key is not null;
    }

    private static bool TryLoad(out nint library)
    {
        library = 0;

        foreach (var name in LibraryNames())
        {
            if (NativeLibrary.TryLoad(name, out library))
                return true;
        }

        return false;
    }

    // Always with the version: macOS ends a process that loads its own, unversioned libcrypto.
    private static string[] LibraryNames() =>
        OperatingSystem.IsMacOS() ? ["/opt/homebrew/opt/openssl@3/lib/libcrypto.3.dylib", "/usr/local/opt/openssl@3/lib/libcrypto.3.dylib", "libcrypto.3.dylib"]
        : OperatingSystem.IsWindows() ? [RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "libcrypto-3-arm64.dll" : "libcrypto-3-x64.dll"]
        : ["libcrypto.so.3"];

    /// <summary>An EVP_PKEY.</summary>
    internal sealed class PublicKey() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            EVP_PKEY_free(handle);
            return true;
        }
    }

    /// <summary>An EVP_MD_CTX.</summary>
    private sealed class Context() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            EVP_MD_CTX_free(handle);
            return true;
        }
    }

    [LibraryImport(Library)]
    private static partial PublicKey EVP_PKEY_new_raw_public_key(int type, nint engine, ReadOnlySpan<byte> key, nuint length);

    [LibraryImport(Library)]
    private static partial void EVP_PKEY_free(nint key);

    [LibraryImport(Library)]
    private static partial Context EVP_MD_CTX_new();

    [LibraryImport(Library)]
    private static partial void EVP_MD_CTX_free(nint context);

    [LibraryImport(Library)]
    private static partial int EVP_DigestVerifyInit(Context context, nint keyContext, nint digest, nint engine, PublicKey key);

    [LibraryImport(Library)]
    private static partial int EVP_DigestVerify(Context context, ReadOnlySpan<byte> signature, nuint signatureLength, ReadOnlySpan<byte> message, nuint messageLength);

    [LibraryImport(Library)]
    private static partial void ERR_clear_error();
}
