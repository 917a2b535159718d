using System.Buffers;
using System.Buffers.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Microsoft.AspNetCore.Identity;
using BC = BCrypt.Net.BCrypt;

namespace Todo.Api.Features.Auth;

/// <summary>
/// Hashes passwords with bcrypt, and still verifies the framework's PBKDF2 hashes that were stored before. A hash tells which it is, so both can be in one table.
/// </summary>
internal sealed partial class Passwords(ILogger<Passwords> log) : IDisposable
{
    internal const int MinCharacters = 8;

    /// <summary>bcrypt reads so many bytes of a password; what comes after would not count.</summary>
    internal const int MaxBytes = 72;

    internal const int Cost = 12;

    // As costly as any hash of ours. That no password belongs to it does not show in the time.
    private const string UnknownUserHash = "$2b$12$vN8cHJ1gTzEvV1p5lQf1WuKq0bYh3mXw7sR9tZ2oLdC4aFjG6iIeS";

    private const string BcryptAlphabet = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int LastOfSalt = 28;

    private readonly PasswordHasher<object> _framework = new();

    // One core is left to the requests that do not sign in.
    private readonly SemaphoreSlim _threads = new(Math.Max(1, Environment.ProcessorCount - 1));

    public void Dispose() => _threads.Dispose();

    /// <summary>Whether it is text of at most <see cref="MaxBytes"/> bytes without a NUL. Everything else is refused rather than cut.</summary>
    internal static bool CanHash(string password) =>
        Utf8.FromUtf16(password, stackalloc byte[MaxBytes], out _, out _, replaceInvalidSequences: false) == OperationStatus.Done && !password.Contains('\0');

    /// <exception cref="ArgumentException">The validator let a password through that <see cref="CanHash"/> refuses.</exception>
    internal Task<string> HashAsync(string password, CancellationToken ct) => CanHash(password)
        ? OnOwnThreadAsync(() => BC.HashPassword(password, BC.GenerateSalt(Cost, 'b')), ct)
        : throw new ArgumentException($"A password is at most {MaxBytes} bytes of UTF-8 without NUL.", nameof(password));

    /// <summary>Without a hash, because no account has that e-mail, it takes the same time and fails.</summary>
    internal Task<PasswordVerificationResult> VerifyAsync(string password, string? hash, CancellationToken ct) =>
        CanHash(password) ? OnOwnThreadAsync(() => Verify(password, hash), ct) : Task.FromResult(PasswordVerificationResult.Failed);

    private PasswordVerificationResult Verify(string password, string? hash)
    {
        if (hash is not null && Bcrypt().IsMatch(hash))
        {
            return !BC.Verify(password, WithCanonicalSalt(hash)) ? PasswordVerificationResult.Failed
                : BC.PasswordNeedsRehash(hash, Cost) ? PasswordVerificationResult.SuccessRehashNeeded
                : PasswordVerificationResult.Success;
        }

        // The third version of the framework's format, which it has written since 2016.
        if (hash?.StartsWith("AQAAAA", StringComparison.Ordinal) == true && Base64.IsValid(hash))
        {
            return _framework.VerifyHashedPassword(this, hash, password) == PasswordVerificationResult.Failed
                ? PasswordVerificationResult.Failed
                : PasswordVerificationResult.SuccessRehashNeeded;
        }

        if (hash is not null)
        {
            LogUnreadable();
        }

        BC.Verify(password, UnknownUserHash);
        return PasswordVerificationResult.Failed;
    }

    // Some writers left unused bits set in the last character of the salt; the library compares whole hashes, and writes those bits as zeros.
    private static string WithCanonicalSalt(string hash) =>
        $"{hash.AsSpan(0, LastOfSalt)}{BcryptAlphabet[BcryptAlphabet.IndexOf(hash[LastOfSalt]) & 0x30]}{hash.AsSpan(LastOfSalt + 1)}";

    // A thread of the pool would be lost to all other requests for a quarter of a second, and thirty of them at once are the pool.
    private async Task<T> OnOwnThreadAsync<T>(Func<T> work, CancellationToken ct)
    {
        await _threads.WaitAsync(ct);
        try
        {
            return await Task.Factory.StartNew(
                work, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.RunContinuationsAsynchronously, TaskScheduler.Default);
        }
        finally
        {
            _threads.Release();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A stored password hash is of a kind that cannot be verified")]
    private partial void LogUnreadable();

    // At cost 16 a check takes four seconds: no imported hash may keep a thread busy for hours. `2x` marks hashes of a library that got non-ASCII passwords wrong.
    [GeneratedRegex(@"\A\$2[aby]\$(0[4-9]|1[0-6])\$[./A-Za-z0-9]{53}\z")]
    private static partial Regex Bcrypt();
}
