using System.Diagnostics.Metrics;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Todo.Api.Security.Keys;

/// <summary>
/// The keys that Better Auth publishes: downloaded when the first token needs them, kept, refreshed while there are requests, and once more when a token names
/// a key that is not among them. IdentityModel's ConfigurationManager can neither wait for a refresh nor tell that one failed.
/// </summary>
internal sealed partial class KeySet(HttpClient http, Uri url, TimeProvider clock, ILogger<KeySet> log)
{
    /// <summary>From this age on the next request starts a refresh, without waiting for it.</summary>
    internal static readonly TimeSpan RefreshAfter = TimeSpan.FromMinutes(4);

    /// <summary>After a time without requests the first one waits for the refresh, so that no key outlives its removal for longer than this.</summary>
    internal static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(5);

    /// <summary>Key ids can be invented faster than a server can be asked.</summary>
    internal static readonly TimeSpan PauseAfterUnknownKey = TimeSpan.FromSeconds(30);

    /// <summary>Short, so that tokens work soon after the server does.</summary>
    internal static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);

    private static readonly Counter<long> Refreshes = new Meter("Todo.Api").CreateCounter<long>("todo.auth.key_set.refreshes");
    private readonly Lock _gate = new();
    private volatile State _state = new(Keys: null, At: 0, FailedAt: null);
    private Task _refresh = Task.CompletedTask;
    private long? _missedAt;

    /// <summary>Follows no redirect: it would let another server say which keys are good.</summary>
    internal static HttpClient CreateClient() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            Timeout = TimeSpan.FromSeconds(5),
            MaxResponseContentBufferSize = 256 * 1024,
        };

    internal async ValueTask<bool> ContainsAsync(SecurityKey key)
    {
        await RefreshIfOldAsync();
        return _state.Keys?.Contains(key) == true;
    }

    /// <summary>The keys that may have signed a token; none if it was not signed with a key of this set.</summary>
    /// <exception cref="KeySetUnavailableException">The key is not known, and the set cannot be asked for it now.</exception>
    internal async ValueTask<IReadOnlyList<SecurityKey>> FindAsync(string? keyId, string algorithm)
    {
        if (!PublishedKeys.Supports(algorithm))
        {
            return [];
        }

        await RefreshIfOldAsync();

        // A key that is there, but for another algorithm, will not be a different one after a refresh.
        if (_state.Keys is { } known && (known.Find(keyId, algorithm).Count > 0 || (keyId is not null && known.Contains(keyId))))
        {
            return known.Find(keyId, algorithm);
        }

        // Twice at most: a refresh that was already under way may have been answered before the key was made.
        for (var started = false; !started;)
        {
            await (Refresh(forUnknownKey: true, out started) ?? throw new KeySetUnavailableException());
            if (_state.Keys?.Find(keyId, algorithm) is { Count: > 0 } found)
            {
                // A key that was really new. The next one, after another rotation, need not wait for the pause to be over.
                lock (_gate)
                {
                    _missedAt = null;
                }

                return found;
            }
        }

        return _state.FailedAt is null ? [] : throw new KeySetUnavailableException();
    }

    // While the server is away the known keys go on, and requests do not wait for it.
    private async ValueTask RefreshIfOldAsync()
    {
        var state = _state;
        var age = clock.GetElapsedTime(state.At);
        if (state.Keys is not null && age >= RefreshAfter && Refresh(forUnknownKey: false, out _) is { } refresh && age >= MaxAge && state.FailedAt is null)
        {
            await refresh;
        }
    }

    /// <summary>The refresh that is under way, or a new one; null where it is too early for that.</summary>
    private Task? Refresh(bool forUnknownKey, out bool started)
    {
        started = false;
        lock (_gate)
        {
            if (!_refresh.IsCompleted)
            {
                return _refresh;
            }

            // Without any keys there is nothing that an invented id could wear out, and the pause after a failure will do.
            if (IsWithin(PauseAfterFailure, _state.FailedAt) || (forUnknownKey && _state.Keys is not null && IsWithin(PauseAfterUnknownKey, _missedAt)))
            {
                return null;
            }

            _missedAt = forUnknownKey ? clock.GetTimestamp() : _missedAt;
            started = true;
            return _refresh = Task.Run(RefreshAsync);
        }
    }

    private bool IsWithin(TimeSpan pause, long? since) => since is { } start && clock.GetElapsedTime(start) < pause;

    // Belongs to no request: one that goes away does not take it from the others that wait.
    private async Task RefreshAsync()
    {
        var (before, startedAt) = (_state, clock.GetTimestamp());
        try
        {
            var keys = PublishedKeys.Parse(await http.GetByteArrayAsync(url), before.Keys);
            _state = new State(keys, startedAt, FailedAt: null);
            if (keys != before.Keys)
            {
                LogKeys(DisplayUrl, keys.Count, keys.Ignored);
            }
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or JsonException)
        {
            _state = before with { FailedAt = clock.GetTimestamp() };
            LogFailure(DisplayUrl, e is OperationCanceledException ? e.Message : e.GetBaseException().Message);
        }

        Refreshes.Add(1, new KeyValuePair<string, object?>("outcome", _state.FailedAt is null ? "success" : "failure"));
    }

    /// <summary>Without user, password and query, which may be secret.</summary>
    private string DisplayUrl => url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    [LoggerMessage(Level = LogLevel.Information, Message = "The key set at {Url} has {Count} usable keys; {Ignored} others are ignored")]
    private partial void LogKeys(string url, int count, int ignored);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The key set at {Url} cannot be read: {Reason}. Keys known from before stay in use")]
    private partial void LogFailure(string url, string reason);

    private sealed record State(PublishedKeys? Keys, long At, long? FailedAt);
}
