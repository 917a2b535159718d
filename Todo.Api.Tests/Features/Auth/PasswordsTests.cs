using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Todo.Api.Features.Auth;

namespace Todo.Api.Tests.Features.Auth;

public sealed class PasswordsTests : IDisposable
{
    private const string Password = "correct horse battery staple";

    // Not of the cost of ours, so that a test with many logins does not take all day.
    private const string TenRounds = "$2b$10$L5niCW78ePWeNsnGpZEhruC7HQ6ETfT1c86yGzDMDVehkhx8sEJPe";

    private readonly Passwords _passwords = new(NullLogger<Passwords>.Instance);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _passwords.Dispose();

    // From crypt_blowfish, OpenBSD, PHP's manual and FastAPI's (passlib), and made with bcryptjs 3.0.3.
    [Theory]
    [InlineData("U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")]
    [InlineData("U*U", "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")]
    [InlineData("U*U", "$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")]
    [InlineData("U*U*", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK")]
    [InlineData("U*U*U", "$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a")]
    [InlineData("", "$2a$06$DCq7YPn5Rq63x1Lad4cll.TV4S6ytwfsfvkgY8jIucDrjc8deX1s.")]
    [InlineData("a", "$2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe")]
    [InlineData("abc", "$2a$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i")]
    [InlineData("rasmuslerdorf", "$2y$07$BCryptRequires22Chrcte/VlQH0piJtjXl.0t1XkA8pw9dMXTpOq")]
    [InlineData("padded salt", "$2b$05$BCryptRequires22ChrctfzMBHQ3ub2spsIJd5McZM9yUQweUldOS")]
    [InlineData("secret", "$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW")]
    [InlineData("secret-12", "$2b$12$dujV1IPOKHt7flxVMxQ/bO0YEkVpQF0YX6pGOuVIGCGi63m/wkuwG")]
    [InlineData("ten-rounds", "$2b$10$L5niCW78ePWeNsnGpZEhruC7HQ6ETfT1c86yGzDMDVehkhx8sEJPe")]
    [InlineData("correct horse battery staple", "$2b$04$A5osR13/ih.DoxE9EkpkIuml73Eg6LFbX3/nrJ3JFs98kXPPnpv1C")]
    [InlineData("пароль 🔑 密码", "$2b$04$HiIy4/GVBtq0YZ5oye7.6edZNMTUVO904DkcPriUqdeiYc2igd//y")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "$2b$04$.cYSkzwSWwmI9aXxUcGmSOz/kMhavCn5U5vbKX5hRWytfTDUsaSD2")]
    [InlineData("éééééééééééééééééééééééééééééééééééé", "$2b$04$JvDyiVzGvaxqm/JIeSMEHuP94MK9zGBJW5dlMZgmGOHabLEGNV7Ge")]
    public async Task Verifies_what_others_hashed(string password, string hash)
    {
        var expected = hash[4..6] == "12" ? PasswordVerificationResult.Success : PasswordVerificationResult.SuccessRehashNeeded;

        Assert.Equal(expected, await _passwords.VerifyAsync(password, hash, Ct));
        Assert.Equal(PasswordVerificationResult.Failed, await _passwords.VerifyAsync(password + "x", hash, Ct));
        Assert.Equal(PasswordVerificationResult.Failed, await _passwords.VerifyAsync(password.Length > 0 ? password[..^1] : " ", hash, Ct));

        // Nor with another checksum.
        var changed = hash[..40] + (hash[40] == 'a' ? 'b' : 'a') + hash[41..];
        Assert.Equal(PasswordVerificationResult.Failed, await _passwords.VerifyAsync(password, changed, Ct));
    }

    [Theory]
    [InlineData(Password)]
    [InlineData("🔑🔒🔓🗝️🔐🔏🔑🔒")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task Verifies_what_it_hashed(string password)
    {
        var hash = await _passwords.HashAsync(password, Ct);

        Assert.Matches(new Regex(@"\A\$2b\$12\$[./A-Za-z0-9]{53}\z"), hash);
        Assert.Equal(PasswordVerificationResult.Success, await _passwords.VerifyAsync(password, hash, Ct));
        Assert.Equal(PasswordVerificationResult.Failed, await _passwords.VerifyAsync(password.ToUpperInvariant() + "1", hash, Ct));
        Assert.NotEqual(hash, await _passwords.HashAsync(password, Ct));
    }

    [Theory]
    [InlineData("é", 36, true)]
    [InlineData("é", 37, false)]
    [InlineData("a", 72, true)]
    [InlineData("a", 73, false)]
    [InlineData("🔑", 18, true)]
    [InlineData("🔑", 19, false)]
    [InlineData("long ", 1000, false)]
    [InlineData("with\0nul", 1, false)]
    public async Task Refuses_what_bcrypt_would_cut(string text, int times, bool expected)
    {
        var password = string.Concat(Enumerable.Repeat(text, times));

        Assert.Equal(expected, Passwords.CanHash(password));

        if (!expected)
        {
            await Assert.ThrowsAsync<ArgumentException>(() => _passwords.HashAsync(password, Ct));
            Assert.Equal(PasswordVerificationResult.Failed, await _passwords.VerifyAsync(password, await _passwords.HashAsync("with", Ct), Ct));
        }
    }

    [Fact]
    public void Refuses_half_a_surrogate_pair() => Assert.False(Passwords.CanHash("password" + '\ud83d'));

    [Fact]
    public async Task Does_not_take_the_first_72_bytes_for_the_whole()
    {
        var hash = await _passwords.HashAsync(new string('a', 72), Ct);

        Assert.Equal(PasswordVerificationResult.Failed, await _passwords.VerifyAsync(new string('a', 73), hash, Ct));
        Assert.Equal(PasswordVerificationResult.Failed, await _passwords.VerifyAsync(new string('a', 71), hash, Ct));
    }

    [Theory]
    [InlineData("")]
    [InlineData("secret")]
    [InlineData("*0")]
    [InlineData("$2x$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")]
    [InlineData("$2b$03$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")]
    [InlineData("$2b$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")]
    [InlineData("$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOe")]
    [InlineData("$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW\n")]
    [InlineData("$1$saltsalt$mtuzwWXu5HEPO0d6S9jpT.")]
    [InlineData("U*U")]
    public async Task Fails_with_a_hash_that_it_cannot_read(string hash) =>
        Assert.Equal(PasswordVerificationResult.Failed, await _passwords.VerifyAsync("U*U", hash, Ct));

    [Fact]
    public async Task Takes_as_long_for_an_unknown_user_as_for_a_wrong_password()
    {
        var hash = await _passwords.HashAsync(Password, Ct);

        // The best of three in turn: the machine does other things too.
        var (known, unknown) = (double.MaxValue, double.MaxValue);
        for (var i = 0; i < 3; i++)
        {
            known = Math.Min(known, await MeasureAsync(hash));
            unknown = Math.Min(unknown, await MeasureAsync(null));
        }

        // A missing hash would show as a factor of thousands.
        Assert.InRange(unknown / known, 0.25, 4);

        async Task<double> MeasureAsync(string? stored)
        {
            var start = Stopwatch.GetTimestamp();
            Assert.Equal(PasswordVerificationResult.Failed, await _passwords.VerifyAsync("wrong password", stored, Ct));
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
    }

    [Fact]
    public async Task Leaves_the_thread_pool_to_others()
    {
        var logins = Enumerable.Range(0, 30).Select(_ => _passwords.VerifyAsync("ten-rounds", TenRounds, Ct)).ToArray();

        for (var i = 0; i < 10; i++)

        {
            await Task.Run(() => { }, Ct);

        }

        Assert.Contains(logins, login => !login.IsCompleted);
        Assert.All(await Task.WhenAll(logins), outcome => Assert.Equal(PasswordVerificationResult.SuccessRehashNeeded, outcome));

        // And what comes after a login does not go on where the next one is to be checked.
        var isOfPool = await _passwords.VerifyAsync("ten-rounds", TenRounds, Ct)
            .ContinueWith(_ => Thread.CurrentThread.IsThreadPoolThread, Ct, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        Assert.True(isOfPool);
    }

    [Fact]
    public async Task Forgets_a_login_that_is_cancelled_while_it_waits()
    {
        using var cancellation = new CancellationTokenSource();

        var logins = Enumerable.Range(0, 4 + Environment.ProcessorCount).Select(_ => _passwords.VerifyAsync("ten-rounds", TenRounds, Ct)).ToArray();
        var cancelled = _passwords.VerifyAsync("ten-rounds", TenRounds, cancellation.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Contains(logins, login => !login.IsCompleted);
        Assert.All(await Task.WhenAll(logins), outcome => Assert.Equal(PasswordVerificationResult.SuccessRehashNeeded, outcome));
    }

    [Fact]
    public async Task Still_verifies_the_hashes_of_the_framework_and_asks_for_better_ones()
    {
        // As the version before this one made them where it had no bcrypt.
        var hash = new PasswordHasher<object>(Options.Create(new PasswordHasherOptions { IterationCount = 210_000 })).HashPassword(this, Password);

        Assert.Equal(PasswordVerificationResult.SuccessRehashNeeded, await _passwords.VerifyAsync(Password, hash, Ct));
        Assert.Equal(PasswordVerificationResult.Failed, await _passwords.VerifyAsync(Password + "1", hash, Ct));
    }
}
