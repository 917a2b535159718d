using System.Diagnostics.Metrics;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Todo.Api.Security;

internal enum KeyLookupOutcome
{
    Found,

    /// <summary>The token was not signed with a key of this set.</summary>
    Unknown,

    /// <summary>The set cannot be read at the moment, and the key is not among those known from before.</summary>
    Unavailable,
}

internal readonly record struct KeyLookup(KeyLookupOutcome Outcome, IReadOnlyList<SecurityKey> Keys)
{
    internal static readonly KeyLookup Unknown = new(KeyLookupOutcome.Unknown, []);
    internal static readonly KeyLookup Unavailable = new(KeyLookupOutcome.Unavailable, []);
}

/// <summary>
/// The key set that Better Auth publishes: read when the first token needs it, kept, refreshed in the background, and read once more when a token names a key
/// that it does not have yet.
/// </summary>
internal sealed partial class BetterAuthKeys(HttpClient http, Uri url, TimeProvider clock, ILogger<BetterAuthKeys> log)
{
    /// <summary>From this age on a lookup starts a refresh, without waiting for it: this long a key can outlive its removal while there are requests.</summary>
    internal static readonly TimeSpan RefreshAfter = TimeSpan.FromMinutes(5);

    /// <summary>After a long time without requests a key may have been gone for as long: then the first one waits for the refresh.</summary>
    internal static readonly TimeSpan WaitAfter = TimeSpan.FromHours(1);

    /// <summary>The pause after a key that was not there: key ids can be invented faster than a server can be asked.</summary>
    internal static readonly TimeSpan PauseAfterUnknownKey = TimeSpan.FromSeconds(30);

    /// <summary>The pause after a failure: short, so that tokens work soon after the server does.</summary>
    internal static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);

    internal const int MaxBytes = 256 * 1024;

    private static readonly Counter<long> Refreshes = new Meter("Todo.Api").CreateCounter<long>("todo.auth.key_set.refreshes");

    private readonly Lock _gate = new();
    private volatile Known? _known;
    private volatile bool _failing;
    private volatile int _version;
    private Task? _refresh;
    private DateTimeOffset? _failedAt;
    private DateTimeOffset? _missedAt;

    internal TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Grows when a key is taken away. What was decided with the keys of an older version is to be decided again; read it before <see cref="FindAsync"/>.
    /// </summary>
    internal int Version => _version;

    /// <summary>What the <see cref="HttpClient"/> should be made with: a redirect would let another server say which keys are good.</summary>
    internal static SocketsHttpHandler CreateHandler() =>
        new() { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };

    /// <summary>Completes at once where the key is known.</summary>
    internal ValueTask<KeyLookup> FindAsync(string? keyId, string algorithm, CancellationToken ct)
    {
        if (!BetterAuthKeySet.Supports(algorithm))
            return new(KeyLookup.Unknown);

        if (_known is not { } known)
            return new(RefreshAndFindAsync(keyId, algorithm, ct));

        var keys = known.Set.Find(keyId, algorithm);

        if (keys.Count == 0)
        {
            // A key that is there, but for another algorithm, will not be a different one after a refresh.
            return keyId is not null && known.Set.Contains(keyId)
                ? new(KeyLookup.Unknown)
                : new(RefreshAndFindAsync(keyId, algorithm, ct));
        }

        var age = (clock.GetUtcNow() - known.At).Duration();

        if (age >= RefreshAfter && Refresh(forUnknownKey: false, out _) is { } refresh && age >= WaitAfter && !_failing)
            return new(WaitAndFindAsync(refresh, keyId, algorithm, ct));

        return new(new KeyLookup(KeyLookupOutcome.Found, keys));
    }

    private async Task<KeyLookup> WaitAndFindAsync(Task refresh, string? keyId, string algorithm, CancellationToken ct)
    {
        await refresh.WaitAsync(ct);
        return Find(keyId, algorithm) ?? KeyLookup.Unknown;
    }

    private async Task<KeyLookup> RefreshAndFindAsync(string? keyId, string algorithm, CancellationToken ct)
    {
        // Twice at most: a refresh that was already under way may have been answered before the key was made.
        for (var started = false; !started && Refresh(forUnknownKey: true, out started) is { } refresh;)
        {
            await refresh.WaitAsync(ct);

            if (Find(keyId, algorithm) is { } found)
            {
                // A key that was really new. The next one, after another rotation, need not wait for the pause to be over.
                lock (_gate)
                    _missedAt = null;

                return found;
            }
        }

        return Find(keyId, algorithm) ?? (_failing ? KeyLookup.Unavailable : KeyLookup.Unknown);
    }

    private KeyLookup? Find(string? keyId, string algorithm) =>
        _known?.Set.Find(keyId, algorithm) is { Count: > 0 } keys ? new KeyLookup(KeyLookupOutcome.Found, keys) : null;

    /// <summary>The refresh that is under way, or a new one; null where it is too early for that.</summary>
    private Task? Refresh(bool forUnknownKey, out bool started)
    {
        lock (_gate)
        {
            started = false;

            if (_refresh is { IsCompleted: false })
                return _refresh;

            var now = clock.GetUtcNow();

            if (IsWithin(PauseAfterFailure, _failedAt, now))
                return null;

            if (forUnknownKey)
            {
                // Without any keys there is nothing that an invented id could wear out, and the pause after a failure will do.
                if (_known is not null && IsWithin(PauseAfterUnknownKey, _missedAt, now))
                    return null;

                _missedAt = now;
            }

            started = true;
            return _refresh = Task.Run(RefreshAsync);
        }
    }

    // A clock that was set back must not turn a pause of seconds into one of hours.
    private static bool IsWithin(TimeSpan pause, DateTimeOffset? since, DateTimeOffset now) =>
        since is not null && (now - since.Value).Duration() < pause;

    // Belongs to no request: one that goes away does not take it from the others that wait.
    private async Task RefreshAsync()
    {
        var startedAt = clock.GetUtcNow();
        string? failure = null;

        try
        {
            Replace(new Known(await DownloadAsync(), startedAt));
        }
        catch (Exception e)
        {
            // Whatever goes wrong with somebody else's server is no error of the request that has to wait for it.
            failure = Explain(e);
            LogFailure(DisplayUrl, failure);
        }

        lock (_gate)
        {
            _failing = failure is not null;
            _failedAt = _failing ? clock.GetUtcNow() : null;
        }

        Refreshes.Add(1, new KeyValuePair<string, object?>("outcome", failure is null ? "success" : "failure"));
    }

    private async Task<BetterAuthKeySet> DownloadAsync()
    {
        using var timeout = new CancellationTokenSource(Timeout);
        using var request = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { { "Accept", "application/json" } } };
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);

        if (response.StatusCode != System.Net.HttpStatusCode.OK)
            throw new InvalidDataException($"the answer is {(int)response.StatusCode}");

        if (response.RequestMessage?.RequestUri != url)
            throw new InvalidDataException("the answer comes from another address");

        await response.Content.LoadIntoBufferAsync(MaxBytes, timeout.Token);
        return BetterAuthKeySet.Parse(await response.Content.ReadAsByteArrayAsync(timeout.Token));
    }

    private void Replace(Known next)
    {
        var previous = _known?.Set;
        _known = next;

        // In this order: whoever reads the new version must not find the old keys any more.
        if (previous is not null && !next.Set.ContainsAllOf(previous))
            _version++;

        if (previous is null || next.Set.Count != previous.Count || !next.Set.ContainsAllOf(previous))
            LogKeys(DisplayUrl, next.Set.Count, next.Set.Ignored);
    }

    private string Explain(Exception e) => e switch
    {
        OperationCanceledException => $"no complete answer within {Timeout.TotalSeconds:0.#} seconds",
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => $"the answer is larger than {MaxBytes / 1024} KiB",
        JsonException => "the answer is not JSON",
        _ => e.GetBaseException().Message,
    };

    // Without what may be secret in an address: user, password and query.
    private string DisplayUrl => url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    [LoggerMessage(Level = LogLevel.Information, Message = "The key set at {Url} has {Count} usable keys; {Ignored} others are ignored")]
    private partial void LogKeys(string url, int count, int ignored);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The key set at {Url} cannot be read: {Reason}. Keys known from before stay in use")]
    private partial void LogFailure(string url, string reason);

    private sealed record Known(BetterAuthKeySet Set, DateTimeOffset At);
}
