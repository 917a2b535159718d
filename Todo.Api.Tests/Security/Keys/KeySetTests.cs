using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Todo.Api.Security;
using Todo.Api.Security.Keys;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Security.Keys;

/// <summary>What becomes of tokens while their key set changes, is slow or is away; with the standard token handler and the rules of production.</summary>
public sealed class KeySetTests : IAsyncLifetime
{
    private static readonly SigningKey Known = SigningKey.EdDsa();
    private static readonly SigningKey Fresh = SigningKey.Es256();

    private readonly ManualClock _clock = new();
    private readonly Messages _log = new();
    private readonly HttpClient _http = KeySet.CreateClient();
    private readonly WebApplication _server;
    private Func<HttpContext, Task> _answer = Publish(Known);
    private KeySet _keys = null!;
    private int _requests;

    public KeySetTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");

        _server = builder.Build();
        _server.Run(context =>
        {
            Interlocked.Increment(ref _requests);
            return _answer(context);
        });
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _server.StartAsync(Ct);
        _keys = new KeySet(_http, new Uri(_server.Urls.Single() + "/jwks"), _clock, _log);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Asks_when_the_first_token_comes_and_then_no_more()
    {
        Assert.Equal(0, _requests);

        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(Outcome.Valid, await OutcomeAsync(Known));
        }

        Assert.Equal(1, _requests);
    }

    [Fact]
    public async Task Asks_once_for_many_requests_at_a_time()
    {
        var release = new TaskCompletionSource();
        _answer = async context =>
        {
            await release.Task;
            await Publish(Known)(context);
        };

        var lookups = Enumerable.Range(0, 50).Select(_ => OutcomeAsync(Known)).ToArray();
        Assert.All(lookups, lookup => Assert.False(lookup.IsCompleted));
        release.SetResult();

        Assert.All(await Task.WhenAll(lookups), outcome => Assert.Equal(Outcome.Valid, outcome));
        Assert.Equal(1, _requests);
    }

    [Fact]
    public async Task Tries_all_keys_for_a_token_without_a_key_id()
    {
        _answer = Publish(SigningKey.EdDsa(), Fresh, Known);

        Assert.Equal(Outcome.Valid, await OutcomeAsync(Known, new { alg = Known.Algorithm }));
        Assert.Equal(Outcome.Valid, await OutcomeAsync(Fresh, new { alg = Fresh.Algorithm }));
        Assert.Equal(1, _requests);
    }

    [Fact]
    public async Task Lets_the_first_request_after_a_rotation_wait_for_the_new_key()
    {
        await OutcomeAsync(Known);
        _answer = Publish(Known, Fresh);

        var lookups = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => OutcomeAsync(Fresh)));

        Assert.All(lookups, outcome => Assert.Equal(Outcome.Valid, outcome));
        Assert.Equal(2, _requests);
    }

    [Fact]
    public async Task Lets_the_first_request_after_a_rotation_wait_right_after_a_refresh()
    {
        await OutcomeAsync(Known);
        _clock.Advance(KeySet.MaxAge);
        Assert.Equal(Outcome.Valid, await OutcomeAsync(Known));
        Assert.Equal(2, _requests);

        _answer = Publish(Known, Fresh);

        Assert.Equal(Outcome.Valid, await OutcomeAsync(Fresh));
    }

    [Fact]
    public async Task Lets_one_rotation_follow_another()
    {
        await OutcomeAsync(Known);
        _answer = Publish(Fresh);
        Assert.Equal(Outcome.Valid, await OutcomeAsync(Fresh));

        _answer = Publish(Known);
        Assert.Equal(Outcome.Valid, await OutcomeAsync(Known));

        Assert.Equal(3, _requests);
    }

    [Fact]
    public async Task Asks_once_in_thirty_seconds_for_invented_key_ids()
    {
        await OutcomeAsync(Known);

        for (var second = 0; second < 60; second++)
        {
            // Only the first one is known to be wrong: each of the others could be the key of a rotation.
            Assert.Equal(second % 30 == 0 ? Outcome.Invalid : Outcome.Unavailable, await OutcomeAsync(SigningKey.Es256()));
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => OutcomeAsync(SigningKey.Es256())));
            Assert.All(outcomes, outcome => Assert.Equal(Outcome.Unavailable, outcome));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(1 + 2, _requests);
    }

    [Fact]
    public async Task Asks_twice_at_most_when_the_very_first_key_ids_are_invented()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => OutcomeAsync(SigningKey.Es256())));

        Assert.DoesNotContain(Outcome.Valid, outcomes);
        Assert.Equal(Outcome.Unavailable, await OutcomeAsync(SigningKey.Es256()));
        Assert.InRange(_requests, 1, 2);
    }

    [Fact]
    public async Task A_new_key_right_after_an_invented_one_is_not_called_wrong_and_found_later()
    {
        await OutcomeAsync(Known);
        Assert.Equal(Outcome.Invalid, await OutcomeAsync(SigningKey.Es256()));
        _answer = Publish(Fresh);

        Assert.Equal(Outcome.Unavailable, await OutcomeAsync(Fresh));

        _clock.Advance(KeySet.PauseAfterUnknownKey);
        Assert.Equal(Outcome.Valid, await OutcomeAsync(Fresh));
    }

    [Fact]
    public async Task A_known_key_never_checks_another_algorithm_and_asks_once_at_most()
    {
        await OutcomeAsync(Known);

        foreach (var alg in new[] { "HS256", "HS512", "none", "", "ES256", "ES384", "eddsa", "RS512" })
        {
            Assert.Equal(Outcome.Invalid, await OutcomeAsync(Known, new { alg, kid = Known.Id }));
        }

        Assert.InRange(_requests, 1, 2);
    }

    [Fact]
    public async Task Refreshes_in_the_background_and_forgets_what_is_no_longer_published()
    {
        await OutcomeAsync(Known);
        _answer = Publish(Fresh);

        _clock.Advance(KeySet.RefreshAfter - TimeSpan.FromSeconds(1));
        Assert.Equal(Outcome.Valid, await OutcomeAsync(Known));
        Assert.Equal(1, _requests);

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(_keys.GetBaseConfigurationAsync(Ct).IsCompletedSuccessfully);
        await UntilAsync(async () => await OutcomeAsync(Known) != Outcome.Valid);

        Assert.Equal(Outcome.Valid, await OutcomeAsync(Fresh));
    }

    [Fact]
    public async Task Refuses_a_removed_key_after_five_minutes_at_the_latest()
    {
        using var handler = new KeySetTokenHandler(_keys, _clock);
        Assert.Equal(Outcome.Valid, await OutcomeAsync(Known, handler: handler));
        _answer = Publish(Fresh);

        _clock.Advance(KeySet.MaxAge);

        Assert.Equal(TimeSpan.FromMinutes(5), KeySet.MaxAge);
        Assert.Equal(Outcome.Invalid, await OutcomeAsync(Known, handler: handler));
        Assert.Equal(Outcome.Valid, await OutcomeAsync(Fresh, handler: handler));
    }

    [Fact]
    public async Task Notices_a_key_that_was_replaced_under_its_own_id()
    {
        using var handler = new KeySetTokenHandler(_keys, _clock);
        Assert.Equal(Outcome.Valid, await OutcomeAsync(Known, handler: handler));
        var replaced = SigningKey.EdDsa(Known.Id);
        _answer = Publish(replaced);

        _clock.Advance(KeySet.MaxAge);

        Assert.Equal(Outcome.Invalid, await OutcomeAsync(Known, handler: handler));
        Assert.Equal(Outcome.Valid, await OutcomeAsync(replaced, handler: handler));
    }

    [Fact]
    public async Task Keeps_its_keys_where_the_same_is_published_again()
    {
        var before = await _keys.GetBaseConfigurationAsync(Ct);

        _clock.Advance(KeySet.MaxAge);

        Assert.Same(before, await _keys.GetBaseConfigurationAsync(Ct));
        Assert.Equal(2, _requests);
    }

    [Fact]
    public async Task Goes_on_with_the_keys_it_knows_while_the_key_set_is_away()
    {
        await OutcomeAsync(Known);
        _answer = Status(HttpStatusCode.BadGateway);

        for (var hour = 0; hour < 5; hour++)
        {
            _clock.Advance(TimeSpan.FromHours(1));
            Assert.Equal(Outcome.Valid, await OutcomeAsync(Known));
            Assert.Equal(Outcome.Unavailable, await OutcomeAsync(SigningKey.Es256()));
        }

        _answer = Publish(Fresh);
        _clock.Advance(KeySet.PauseAfterUnknownKey);
        Assert.Equal(Outcome.Valid, await OutcomeAsync(Fresh));
        Assert.Equal(Outcome.Invalid, await OutcomeAsync(SigningKey.Es256()));
    }

    [Fact]
    public async Task Lets_known_keys_pass_at_once_while_others_wait_for_a_server_that_does_not_answer()
    {
        _http.Timeout = TimeSpan.FromSeconds(3);
        await OutcomeAsync(Known);
        _answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted);

        var unknown = OutcomeAsync(Fresh);
        await UntilAsync(() => Task.FromResult(_requests == 2));

        Assert.True((await Task.WhenAny(OutcomeAsync(Known), Task.Delay(TimeSpan.FromSeconds(1.5), Ct))) is Task<Outcome> { Result: Outcome.Valid });
        Assert.False(unknown.IsCompleted);
        Assert.Equal(Outcome.Unavailable, await unknown);

        // Nor does it have to be waited for later, with keys as old as they may be.
        _clock.Advance(KeySet.MaxAge);
        Assert.True(_keys.GetBaseConfigurationAsync(Ct).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Asks_once_in_thirty_seconds_for_invented_key_ids_while_the_key_set_is_away()
    {
        await OutcomeAsync(Known);
        _answer = Status(HttpStatusCode.BadGateway);

        for (var second = 0; second < 30; second++)
        {
            Assert.Equal(Outcome.Unavailable, await OutcomeAsync(SigningKey.Es256()));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(2, _requests);
    }

    [Fact]
    public async Task Is_unavailable_without_any_key_and_recovers_soon()
    {
        _answer = Status(HttpStatusCode.ServiceUnavailable);

        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(Outcome.Unavailable, await OutcomeAsync(Known));
        }

        Assert.Equal(1, _requests);
        Assert.Contains("503", Assert.Single(_log.Warnings), StringComparison.Ordinal);

        _answer = Publish(Known);
        Assert.Equal(Outcome.Unavailable, await OutcomeAsync(Known));

        _clock.Advance(KeySet.PauseAfterFailure);
        Assert.Equal(Outcome.Valid, await OutcomeAsync(Known));
        Assert.Equal(2, _requests);
    }

    [Fact]
    public async Task Is_unavailable_where_nothing_listens()
    {
        await _server.StopAsync(Ct);

        Assert.Equal(Outcome.Unavailable, await OutcomeAsync(Known));
        Assert.Contains("cannot be read: Connection refused", Assert.Single(_log.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_unavailable_where_the_name_does_not_resolve()
    {
        _keys = new KeySet(_http, new Uri("http://user:secret@key-set.invalid/jwks?key=secret"), _clock, _log);

        Assert.Equal(Outcome.Unavailable, await OutcomeAsync(Known));
        Assert.DoesNotContain("secret", Assert.Single(_log.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<!doctype html><title>Sign in</title>", "'<' is an invalid start of a value")]
    [InlineData("""{"message":"hello"}""", "not a key set")]
    [InlineData("", "does not contain any JSON tokens")]
    public async Task Refuses_what_is_not_a_key_set(string text, string reason)
    {
        _answer = Text(text);

        Assert.Equal(Outcome.Unavailable, await OutcomeAsync(Known));
        Assert.Contains(reason, Assert.Single(_log.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_an_encoding_that_it_cannot_read()
    {
        _answer = context =>
        {
            context.Response.ContentType = "application/json; charset=unheard-of";
            return context.Response.WriteAsync(KeySetOf(Known));
        };

        Assert.Equal(Outcome.Unavailable, await OutcomeAsync(Known));
        Assert.Contains("unheard-of", Assert.Single(_log.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Refuses_an_answer_of_more_than_256_KiB(bool announced)
    {
        var text = KeySetOf(Known) + new string(' ', 256 * 1024);
        _answer = async context =>
        {
            context.Response.ContentLength = announced ? text.Length : null;
            await context.Response.WriteAsync(text);
        };

        Assert.Equal(Outcome.Unavailable, await OutcomeAsync(Known));
        Assert.Contains("maximum buffer size: 262144", Assert.Single(_log.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_an_answer_that_never_ends()
    {
        _answer = async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.WriteAsync(new string(' ', 4096));
            }
        };

        Assert.Equal(Outcome.Unavailable, await OutcomeAsync(Known));
        Assert.Contains("maximum buffer size: 262144", Assert.Single(_log.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Refuses_an_answer_that_takes_too_long(bool begun)
    {
        Assert.Equal(TimeSpan.FromSeconds(5), _http.Timeout);
        _http.Timeout = TimeSpan.FromSeconds(0.3);
        _answer = async context =>
        {
            if (begun)
            {
                await context.Response.WriteAsync("""{"keys":""");
            }

            await context.Response.Body.FlushAsync(Ct);
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };

        Assert.Equal(Outcome.Unavailable, await OutcomeAsync(Known));
        Assert.Contains("0.3 seconds", Assert.Single(_log.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Does_not_follow_a_redirect()
    {
        _answer = context =>
        {
            context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        };

        Assert.Equal(Outcome.Unavailable, await OutcomeAsync(Known));
        Assert.Contains("302", Assert.Single(_log.Warnings), StringComparison.Ordinal);
        Assert.Equal(1, _requests);
    }

    private enum Outcome
    {
        Valid,

        /// <summary>401.</summary>
        Invalid,

        /// <summary>503.</summary>
        Unavailable,
    }

    /// <summary>Validates a token of that key; with a handler that remembers nothing, if none is given.</summary>
    private async Task<Outcome> OutcomeAsync(SigningKey key, object? header = null, KeySetTokenHandler? handler = null)
    {
        using var forgetful = new KeySetTokenHandler(_keys, _clock);
        var token = key.Token(new { sub = "ada", exp = Tokens.InMinutes(5) }, header);
        var result = await (handler ?? forgetful).ValidateTokenAsync(token, KeySetRules.For(_keys));
        return result.IsValid ? Outcome.Valid : result.Exception is KeySetUnavailableException ? Outcome.Unavailable : Outcome.Invalid;
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        while (!await condition())
        {
            await Task.Delay(10, Ct);
        }
    }

    private static Func<HttpContext, Task> Text(string text) => context => context.Response.WriteAsync(text);

    private static Func<HttpContext, Task> Status(HttpStatusCode status) => context =>
    {
        context.Response.StatusCode = (int)status;
        return Task.CompletedTask;
    };

    private static Func<HttpContext, Task> Publish(params SigningKey[] keys) => Text(KeySetOf(keys));

    private static string KeySetOf(params SigningKey[] keys) => JsonSerializer.Serialize(new { keys = keys.Select(key => key.PublicKey) });

    private sealed class ManualClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        // Like a real one it never tells the same time twice.
        public override long GetTimestamp() => Interlocked.Increment(ref _now);

        internal void Advance(TimeSpan time) => Interlocked.Add(ref _now, time.Ticks);
    }

    private sealed class Messages : ILogger<KeySet>
    {
        internal ConcurrentQueue<string> Warnings { get; } = [];

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Assert.Null(exception);

            if (logLevel >= LogLevel.Warning)
            {
                Warnings.Enqueue(formatter(state, exception));
            }
        }
    }
}
