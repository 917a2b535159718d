using System.Diagnostics.Metrics;
using System.Text.Json;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Todo.Api.Security.Keys;

/// <summary>
/// The keys that Better Auth publishes, for the standard token handler: downloaded when the first token needs them, refreshed while there are requests, and once
/// more when a token names a key that is not among them. Why this is not IdentityModel's own ConfigurationManager: docs/adr/0010-the-key-set.md.
/// </summary>
internal sealed partial class KeySet(HttpClient http, Uri url, TimeProvider clock, ILogger<KeySet> log) : BaseConfigurationManager
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

    private readonly AsyncLocal<Task?> _requested = new();
    private readonly Lock _gate = new();
    private volatile State _state = new(Keys: null, ReadAt: 0, FailedAt: null);
    private Task _refresh = Task.CompletedTask;
    private long? _requestedAt;

    /// <summary>Follows no redirect: it would let another server say which keys are good.</summary>
    internal static HttpClient CreateClient() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            Timeout = TimeSpan.FromSeconds(5),
            MaxResponseContentBufferSize = 256 * 1024,
        };

    /// <summary>Whether the keys are what was published at that time or later; only then is a key that is not among them known to be wrong.</summary>
    internal bool IsReadSince(long timestamp) => _state is { Keys: not null } state && state.ReadAt >= timestamp;

    /// <summary>The token handler calls this when no key fits a token, and then asks for the keys again. Only that request waits for the answer.</summary>
    public override void RequestRefresh() => _requested.Value = Refresh(isRequested: true);

    /// <exception cref="KeySetUnavailableException">There are no keys yet, and the server cannot be asked for them.</exception>
    public override async Task<BaseConfiguration> GetBaseConfigurationAsync(CancellationToken cancel)
    {
        var state = _state;
        var age = clock.GetElapsedTime(state.ReadAt);
        var refresh = state.Keys is null || age >= RefreshAfter ? Refresh() : null;

        // While the server is away the known keys go on, and requests do not wait for it.
        var wait = state.Keys is null || (age >= MaxAge && state.FailedAt is null) ? refresh : _requested.Value;
        await (wait ?? Task.CompletedTask).WaitAsync(cancel);
        return _state.Keys ?? throw new KeySetUnavailableException();
    }

    /// <summary>The refresh that is under way, or a new one; null where it is too early for that.</summary>
    private Task? Refresh(bool isRequested = false)
    {
        lock (_gate)
        {
            if (!_refresh.IsCompleted)
            {
                return _refresh;
            }

            if (IsWithin(PauseAfterFailure, _state.FailedAt) || (isRequested && IsWithin(PauseAfterUnknownKey, _requestedAt)))
            {
                return null;
            }

            _requestedAt = isRequested ? clock.GetTimestamp() : _requestedAt;
            return _refresh = Task.Run(RefreshAsync);
        }
    }

    private bool IsWithin(TimeSpan pause, long? since) => since is { } start && clock.GetElapsedTime(start) < pause;

    // Belongs to no request: one that goes away does not take it from the others that wait.
    private async Task RefreshAsync()
    {
        var (before, readAt) = (_state, clock.GetTimestamp());
        try
        {
            var json = await http.GetStringAsync(url);
            if (json == before.Keys?.JsonWebKeySet.JsonData)
            {
                // The same object, so that tokens that were validated with its keys stay so.
                _state = before with { ReadAt = readAt, FailedAt = null };
            }
            else
            {
                _state = new State(PublishedKeys.Parse(json, out var ignored), readAt, FailedAt: null);
                LogKeys(DisplayUrl, _state.Keys!.SigningKeys.Count, ignored);

                // A rotation, no invented key: the next one need not wait for the pause to be over.
                lock (_gate)
                {
                    _requestedAt = null;
                }
            }
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or InvalidOperationException or JsonException)
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

    private sealed record State(OpenIdConnectConfiguration? Keys, long ReadAt, long? FailedAt);
}
