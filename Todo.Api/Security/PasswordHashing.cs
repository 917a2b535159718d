using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Todo.Api.Security;

internal enum PasswordOutcome
{
    Failed,
    Ok,

    /// <summary>The password is right, and now is the time to store a better hash of it.</summary>
    OkNeedsRehash,
}

/// <summary>
/// Hashes passwords with bcrypt, and with the framework's PBKDF2 where there is no libcrypt. A hash tells which it is, so that both can be in one table.
/// </summary>
internal sealed partial class PasswordHashing(ILogger<PasswordHashing> log) : IDisposable
{
    internal const int MinCharacters = 8;
    internal const int MaxBytes = Bcrypt.MaxBytes;
    internal const int Cost = 12;

    // As costly as any hash of ours. That no password belongs to it does not show in the time.
    private const string NobodysBcrypt = "$2b$12$vN8cHJ1gTzEvV1p5lQf1WuKq0bYh3mXw7sR9tZ2oLdC4aFjG6iIeS";

    private readonly PasswordHasher<object> _framework = new(Options.Create(new PasswordHasherOptions { IterationCount = 210_000 }));
    private readonly Lock _gate = new();
    private string? _nobodysPbkdf2;

    // One core is left to the requests that do not log in.
    private readonly SemaphoreSlim _threads = new(Math.Max(1, Environment.ProcessorCount - 1));

    internal bool UsesBcrypt { get; init; } = Bcrypt.IsAvailable;

    public void Dispose() => _threads.Dispose();

    /// <summary>Whether it is text of at most <see cref="MaxBytes"/> bytes without a NUL. Everything else is refused rather than cut.</summary>
    internal static bool CanHash(string password) => Bcrypt.CanHash(password);

    /// <exception cref="ArgumentException">The validator let a password through that <see cref="CanHash"/> refuses.</exception>
    internal Task<string> HashAsync(string password, CancellationToken ct)
    {
        if (!CanHash(password))
            throw new ArgumentException($"A password is at most {MaxBytes} bytes of UTF-8 without NUL.", nameof(password));

        return OnOwnThreadAsync(() => UsesBcrypt ? Bcrypt.Hash(password, Cost) : _framework.HashPassword(this, password), ct);
    }

    /// <summary>Without a hash, because nobody has that e-mail, it takes the same time and fails.</summary>
    internal Task<PasswordOutcome> VerifyAsync(string password, string? hash, CancellationToken ct) =>
        CanHash(password) ? OnOwnThreadAsync(() => Verify(password, hash), ct) : Task.FromResult(PasswordOutcome.Failed);

    private PasswordOutcome Verify(string password, string? hash)
    {
        if (hash is not null && Bcrypt.IsHash(hash, out var cost) && Bcrypt.IsAvailable)
        {
            return !Bcrypt.Verify(password, hash) ? PasswordOutcome.Failed
                : cost < Cost ? PasswordOutcome.OkNeedsRehash
                : PasswordOutcome.Ok;
        }

        if (hash is not null && IsOfFramework(hash))
        {
            return _framework.VerifyHashedPassword(this, hash, password) switch
            {
                PasswordVerificationResult.Failed => PasswordOutcome.Failed,
                PasswordVerificationResult.Success when !UsesBcrypt => PasswordOutcome.Ok,
                _ => PasswordOutcome.OkNeedsRehash,
            };
        }

        if (hash is not null)
            LogUnreadable();

        VerifyNobody(password);
        return PasswordOutcome.Failed;
    }

    private void VerifyNobody(string password)
    {
        if (UsesBcrypt)
        {
            Bcrypt.Verify(password, NobodysBcrypt);
            return;
        }

        lock (_gate)
            _nobodysPbkdf2 ??= _framework.HashPassword(this, Guid.NewGuid().ToString());

        _framework.VerifyHashedPassword(this, _nobodysPbkdf2, password);
    }

    // Version 3 of the framework's format, the one it has written since 2016: 1, then numbers, salt and key.
    private static bool IsOfFramework(string hash)
    {
        Span<byte> bytes = stackalloc byte[256];
        return Convert.TryFromBase64String(hash, bytes, out var length) && length > 13 && bytes[0] == 1;
    }

    // A thread of the pool would be lost to all other requests for a quarter of a second, and thirty of them at once are the pool.
    private async Task<T> OnOwnThreadAsync<T>(Func<T> work, CancellationToken ct)
    {
        await _threads.WaitAsync(ct);

        try
        {
            // The rest of the request goes on in the pool.
            var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);

            var thread = new Thread(() =>
            {
                try
                {
                    done.SetResult(work());
                }
                catch (Exception e)
                {
                    done.SetException(e);
                }
            })
            {
                IsBackground = true,
                Name = "Password hashing",
            };

            thread.Start();
            return await done.Task;
        }
        finally
        {
            _threads.Release();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A stored password hash is of a kind that cannot be verified here; bcrypt needs libcrypt.so.1 (libxcrypt)")]
    private partial void LogUnreadable();
}
