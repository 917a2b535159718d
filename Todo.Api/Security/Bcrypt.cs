using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Todo.Api.Security;

/// <summary>bcrypt by libxcrypt, the library that Linux logs people in with. Slow on purpose: <see cref="PasswordHashing"/> says on which threads.</summary>
internal static unsafe partial class Bcrypt
{
    /// <summary>bcrypt reads so many bytes of a password; what comes after would not count.</summary>
    internal const int MaxBytes = 72;

    private const int MinCost = 4;

    // At 16 a check takes four seconds. Nobody should be able to keep a thread busy for hours by importing a hash.
    private const int MaxCost = 16;

    // struct crypt_data: 32 KiB in libxcrypt, 128 KiB in the library of glibc that it replaced.
    private const nuint StateSize = 132 * 1024;

    private const int ChecksumLength = 31;

    private static readonly Lazy<nint> Crypt = new(Load);

    /// <summary>Whether there is a libcrypt that knows bcrypt.</summary>
    internal static bool IsAvailable => Crypt.Value != 0;

    /// <summary>Whether the text is a bcrypt hash of a cost that one can wait for. `2x` is missing: it marks hashes of a library that got non-ASCII passwords wrong.</summary>
    internal static bool IsHash(string text, out int cost)
    {
        var match = Form().Match(text);
        cost = match.Success ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0;
        return cost is >= MinCost and <= MaxCost;
    }

    /// <summary>Whether it is valid text of at most <see cref="MaxBytes"/> bytes of UTF-8, without a NUL.</summary>
    internal static bool CanHash(string password)
    {
        Span<byte> phrase = stackalloc byte[MaxBytes + 1];
        var can = TryEncode(password, phrase);

        CryptographicOperations.ZeroMemory(phrase);
        return can;
    }

    /// <exception cref="ArgumentException">The password is one that bcrypt would cut.</exception>
    internal static string Hash(string password, int cost)
    {
        Span<byte> phrase = stackalloc byte[MaxBytes + 1];

        if (!TryEncode(password, phrase))
            throw new ArgumentException($"A password is at most {MaxBytes} bytes of UTF-8 without NUL.", nameof(password));

        var salt = Alphabet(RandomNumberGenerator.GetBytes(16));
        var hash = Run(Crypt.Value, phrase, $"$2b${cost:00}${salt}");
        CryptographicOperations.ZeroMemory(phrase);

        return hash ?? throw new InvalidOperationException("libcrypt did not hash a password.");
    }

    internal static bool Verify(string password, string hash)
    {
        Span<byte> phrase = stackalloc byte[MaxBytes + 1];

        if (!IsHash(hash, out _) || !TryEncode(password, phrase))
            return false;

        var actual = Run(Crypt.Value, phrase, hash);
        CryptographicOperations.ZeroMemory(phrase);

        // The checksums alone: some writers left unused bits set in the salt, which libcrypt clears in what it returns.
        return actual is not null
            && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(actual[^ChecksumLength..]), Encoding.ASCII.GetBytes(hash[^ChecksumLength..]));
    }

    /// <summary>UTF-8, and the NUL that ends a text in C: one inside it would cut the password there.</summary>
    private static bool TryEncode(string password, Span<byte> phrase)
    {
        var fits = System.Text.Unicode.Utf8.FromUtf16(password, phrase[..MaxBytes], out _, out var length, replaceInvalidSequences: false)
            == System.Buffers.OperationStatus.Done;

        phrase[length..].Clear();

        if (fits && !password.Contains('\0'))
            return true;

        CryptographicOperations.ZeroMemory(phrase);
        return false;
    }

    private static string? Run(nint crypt, ReadOnlySpan<byte> phrase, string setting)
    {
        var crypt_r = (delegate* unmanaged<byte*, byte*, void*, byte*>)crypt;
        var state = NativeMemory.AllocZeroed(StateSize);

        try
        {
            fixed (byte* phrasePointer = phrase)
            fixed (byte* settingPointer = Encoding.ASCII.GetBytes(setting + '\0'))
            {
                var result = Marshal.PtrToStringAnsi((nint)crypt_r(phrasePointer, settingPointer, state));

                // A failure is a null pointer, or "*0".
                return result is not null && IsHash(result, out _) ? result : null;
            }
        }
        finally
        {
            // The password and what is derived from it are still in there.
            CryptographicOperations.ZeroMemory(new Span<byte>(state, (int)StateSize));
            NativeMemory.Free(state);
        }
    }

    // crypt_r of a library that calculates the known hash of a known password; 0 where there is none.
    private static nint Load()
    {
        foreach (var name in new[] { "libcrypt.so.1", "libcrypt.so.2" })
        {
            if (NativeLibrary.TryLoad(name, out var library)
                && NativeLibrary.TryGetExport(library, "crypt_r", out var crypt)
                && Run(crypt, "U*U\0"u8, "$2b$05$CCCCCCCCCCCCCCCCCCCCC.") == "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")
                return crypt;
        }

        return 0;
    }

    private static string Alphabet(byte[] salt)
    {
        const string Base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        const string OfBcrypt = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

        return string.Concat(Base64Url.EncodeToString(salt).Select(character => OfBcrypt[Base64.IndexOf(character, StringComparison.Ordinal)]));
    }

    [GeneratedRegex(@"\A\$2[aby]\$([0-3][0-9])\$[./A-Za-z0-9]{53}\z")]
    private static partial Regex Form();
}
