using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Todo.Api.Security;
using Todo.Api.Security.Keys;
using static Todo.Api.Tests.Security.Keys.KeySetSamples;

namespace Todo.Api.Tests.Security.Keys;

public sealed class KeySetTests : IAsyncLifetime
{
    private const string EdDsaKey = "2SvLxF8JJ7qnLyiP7Jq00Jg2BE0tGflD";
    private const string Es256Key = "JpZaGtGmXiAOj2e2Z365JpZnLmRgnxlp";

    private readonly ManualClock _clock = new();
    private readonly Messages _log = new();
    private readonly HttpClient _http = KeySet.CreateClient();
    private readonly WebApplication _server;
    private Func<HttpContext, Task> _answer = Text(EdDsaKeySet);
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
            Assert.Equal(Outcome.Found, await OutcomeAsync(EdDsaKey));

        }

        Assert.Equal(1, _requests);
        Assert.True(_keys.FindAsync(EdDsaKey, "EdDSA").AsTask().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Asks_once_for_many_requests_at_a_time()
    {
        var release = new TaskCompletionSource();
        _answer = async context =>
        {
            await release.Task;
            await Text(EdDsaKeySet)(context);
        };

        var lookups = Enumerable.Range(0, 50).Select(_ => OutcomeAsync(EdDsaKey)).ToArray();
        Assert.All(lookups, lookup => Assert.False(lookup.IsCompleted));
        release.SetResult();

        Assert.All(await Task.WhenAll(lookups), outcome => Assert.Equal(Outcome.Found, outcome));
        Assert.Equal(1, _requests);
    }

    [Fact]
    public async Task Does_not_ask_for_algorithms_that_no_key_set_has()
    {
        foreach (var algorithm in new[] { "HS256", "HS512", "none", "", "ES384", "eddsa", "RS512" })
            Assert.Equal(Outcome.Unknown, await OutcomeAsync(EdDsaKey, algorithm));

        Assert.Equal(0, _requests);
    }

    [Fact]
    public async Task Tries_all_keys_of_the_algorithm_for_a_token_without_a_key_id()
    {
        Assert.Equal(EdDsaKey, Assert.Single(await _keys.FindAsync(null, "EdDSA")).KeyId);
    }

    [Fact]
    public async Task Lets_the_first_request_after_a_rotation_wait_for_the_new_key()
    {
        await OutcomeAsync(EdDsaKey);
        _answer = Text(Both(EdDsaKeySet, Es256KeySet));

        var lookups = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => OutcomeAsync(Es256Key, "ES256")));

        Assert.All(lookups, outcome => Assert.Equal(Outcome.Found, outcome));
        Assert.Equal(2, _requests);
    }

    [Fact]
    public async Task Lets_one_rotation_follow_another()
    {
        await OutcomeAsync(EdDsaKey);
        _answer = Text(Es256KeySet);
        Assert.Equal(Outcome.Found, await OutcomeAsync(Es256Key, "ES256"));

        _answer = Text(EdDsaKeySet);
        Assert.Equal(Outcome.Found, await OutcomeAsync(EdDsaKey));

        Assert.Equal(3, _requests);
    }

    [Fact]
    public async Task Asks_once_in_thirty_seconds_for_invented_key_ids()
    {
        await OutcomeAsync(EdDsaKey);

        for (var second = 0; second < 60; second++)
        {
            // Only the first one is known to be wrong: each of the others could be the key of a rotation.
            var first = await OutcomeAsync($"invented-{second}");
            Assert.Equal(second % 30 == 0 ? Outcome.Unknown : Outcome.Unavailable, first);
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => OutcomeAsync($"invented-{second}-{i}")));
            Assert.All(outcomes, outcome => Assert.Equal(Outcome.Unavailable, outcome));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(1 + 2, _requests);
    }

    [Fact]
    public async Task Asks_once_when_the_very_first_key_ids_are_invented()
    {
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => OutcomeAsync($"invented-{i}")));
        await OutcomeAsync("another");

        Assert.Equal(1, _requests);
    }

    [Fact]
    public async Task A_new_key_right_after_an_invented_one_is_not_called_wrong_and_found_later()
    {
        await OutcomeAsync(EdDsaKey);
        Assert.Equal(Outcome.Unknown, await OutcomeAsync("invented"));
        _answer = Text(Es256KeySet);

        Assert.Equal(Outcome.Unavailable, await OutcomeAsync(Es256Key, "ES256"));

        _clock.Advance(KeySet.PauseAfterUnknownKey);
        Assert.Equal(Outcome.Found, await OutcomeAsync(Es256Key, "ES256"));
    }

    [Fact]
    public async Task Does_not_ask_again_for_a_key_that_has_another_algorithm()
    {
        await OutcomeAsync(EdDsaKey);

        Assert.Equal(Outcome.Unknown, await OutcomeAsync(EdDsaKey, "ES256"));
        Assert.Equal(1, _requests);
    }

    [Fact]
    public async Task Refreshes_in_the_background_and_forgets_what_is_no_longer_published()
    {
        var key = Assert.Single(await _keys.FindAsync(EdDsaKey, "EdDSA"));
        _answer = Text(Es256KeySet);

        _clock.Advance(KeySet.RefreshAfter - TimeSpan.FromSeconds(1));
        Assert.True(await _keys.ContainsAsync(key));
        Assert.Equal(1, _requests);

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(_keys.ContainsAsync(key).AsTask().IsCompletedSuccessfully);
        await UntilAsync(async () => !await _keys.ContainsAsync(key));

        Assert.Equal(Outcome.Unknown, await OutcomeAsync(EdDsaKey));
        Assert.Equal(Outcome.Found, await OutcomeAsync(Es256Key, "ES256"));
    }

    [Fact]
    public async Task Waits_for_the_refresh_where_a_key_could_be_gone_for_longer_than_five_minutes()
    {
        var key = Assert.Single(await _keys.FindAsync(EdDsaKey, "EdDSA"));
        _answer = Text(Es256KeySet);

        _clock.Advance(KeySet.MaxAge);

        Assert.Equal(TimeSpan.FromMinutes(5), KeySet.MaxAge);
        Assert.False(await _keys.ContainsAsync(key));
        Assert.Equal(2, _requests);
    }

    [Fact]
    public async Task Notices_a_key_that_was_replaced_under_its_own_id()
    {
        var key = Assert.Single(await _keys.FindAsync(EdDsaKey, "EdDSA"));
        _answer = Text(EdDsaKeySet.Replace("ojyKfXl4", "11qYAYKx", StringComparison.Ordinal));

        _clock.Advance(KeySet.MaxAge);

        Assert.False(await _keys.ContainsAsync(key));
        Assert.NotSame(key, Assert.Single(await _keys.FindAsync(EdDsaKey, "EdDSA")));
    }

    [Fact]
    public async Task Keeps_its_keys_where_the_same_is_published_again()
    {
        var key = Assert.Single(await _keys.FindAsync(EdDsaKey, "EdDSA"));

        _clock.Advance(KeySet.MaxAge);

        Assert.True(await _keys.ContainsAsync(key));
        Assert.Equal(2, _requests);
    }

    [Fact]
    public async Task Goes_on_with_the_keys_it_knows_while_the_key_set_is_away()
    {
        await OutcomeAsync(EdDsaKey);
        _answer = Status(HttpStatusCode.BadGateway);

        for (var hour = 0; hour < 5; hour++)
        {
            _clock.Advance(TimeSpan.FromHours(1));
            Assert.Equal(Outcome.Found, await OutcomeAsync(EdDsaKey));
            Assert.Equal(Outcome.Unavailable, await OutcomeAsync("not-known-before"));
        }

        _answer = Text(Es256KeySet);
        _clock.Advance(KeySet.PauseAfterUnknownKey);
        Assert.Equal(Outcome.Found, await OutcomeAsync(Es256Key, "ES256"));
        Assert.Equal(Outcome.Unknown, await OutcomeAsync("not-known-before"));
    }

    [Fact]
    public async Task Asks_once_in_thirty_seconds_for_invented_key_ids_while_the_key_set_is_away()
    {
        await OutcomeAsync(EdDsaKey);
        _answer = Status(HttpStatusCode.BadGateway);

        for (var second = 0; second < 30; second++)
        {
            Assert.Equal(Outcome.Unavailable, await OutcomeAsync($"invented-{second}"));
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
            Assert.Equal(Outcome.Unavailable, await OutcomeAsync(EdDsaKey));

        }

        Assert.Equal(1, _requests);
        Assert.Contains("503", Assert.Single(_log.Warnings), StringComparison.Ordinal);

        _answer = Text(EdDsaKeySet);
        Assert.Equal(Outcome.Unavailable, await OutcomeAsync(EdDsaKey));

        _clock.Advance(KeySet.PauseAfterFailure);
        Assert.Equal(Outcome.Found, await OutcomeAsync(EdDsaKey));
        Assert.Equal(2, _requests);
    }

    [Fact]
    public async Task Is_unavailable_where_nobody_listens()
    {
        await _server.StopAsync(Ct);

        Assert.Equal(Outcome.Unavailable, await OutcomeAsync(EdDsaKey));
        Assert.Contains("cannot be read: Connection refused", Assert.Single(_log.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_unavailable_where_the_name_does_not_resolve()
    {
        _keys = new KeySet(_http, new Uri("http://user:secret@key-set.invalid/jwks?key=secret"), _clock, _log);

        Assert.Equal(Outcome.Unavailable, await OutcomeAsync(EdDsaKey));
        Assert.DoesNotContain("secret", Assert.Single(_log.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<!doctype html><title>Sign in</title>", "'<' is an invalid start of a value")]
    [InlineData("""{"message":"hello"}""", "not a key set")]
    [InlineData("", "does not contain any JSON tokens")]
    public async Task Refuses_what_is_not_a_key_set(string text, string reason)
    {
        _answer = Text(text);

        Assert.Equal(Outcome.Unavailable, await OutcomeAsync(EdDsaKey));
        Assert.Contains(reason, Assert.Single(_log.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Refuses_an_answer_of_more_than_256_KiB(bool announced)
    {
        var text = EdDsaKeySet + new string(' ', 256 * 1024);
        _answer = async context =>
        {
            context.Response.ContentLength = announced ? text.Length : null;
            await context.Response.WriteAsync(text);
        };

        Assert.Equal(Outcome.Unavailable, await OutcomeAsync(EdDsaKey));
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

        Assert.Equal(Outcome.Unavailable, await OutcomeAsync(EdDsaKey));
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

        Assert.Equal(Outcome.Unavailable, await OutcomeAsync(EdDsaKey));
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

        Assert.Equal(Outcome.Unavailable, await OutcomeAsync(EdDsaKey));
        Assert.Contains("302", Assert.Single(_log.Warnings), StringComparison.Ordinal);
        Assert.Equal(1, _requests);
    }

    private enum Outcome
    {
        Found,

        /// <summary>401.</summary>
        Unknown,

        /// <summary>503.</summary>
        Unavailable,
    }

    private async Task<Outcome> OutcomeAsync(string keyId, string algorithm = "EdDSA")
    {
        try
        {
            return await _keys.FindAsync(keyId, algorithm) is { Count: > 0 } ? Outcome.Found : Outcome.Unknown;
        }
        catch (KeySetUnavailableException)
        {
            return Outcome.Unavailable;
        }
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

    private static string Both(string one, string other) =>
        one.Trim()[..^2] + "," + other.Trim()["""{"keys":[""".Length..];

    private sealed class ManualClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        internal void Advance(TimeSpan time) => _now += time.Ticks;
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
