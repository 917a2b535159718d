using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Todo.Api.Observability;
using Todo.Api.Responses;
using Todo.Api.Security;

namespace Todo.Api.Limits;

/// <summary>
/// Counts the requests of each user, or of each address where nobody is known, in windows of a minute, and tells the state in every answer
/// (draft-ietf-httpapi-ratelimit-headers-11). Our own, because the framework's limiters do not tell how much is left and for how long.
/// </summary>
internal sealed class RateLimits : IDisposable
{
    internal const string PolicyHeader = "RateLimit-Policy";
    internal const string StateHeader = "RateLimit";

    private const int WindowSeconds = 60;

    private static readonly PathString Auth = "/api/auth";
    private static readonly PathString Health = "/health";

    private readonly Policy _everywhere;
    private readonly Policy _auth;
    private readonly TimeProvider _clock;
    private readonly ITimer _cleaning;

    public RateLimits(RateLimitSettings settings, TimeProvider clock)
    {
        _everywhere = new Policy("default", settings.PerMinute);
        _auth = new Policy("auth", settings.AuthPerMinute);
        _clock = clock;

        var window = TimeSpan.FromSeconds(WindowSeconds);
        _cleaning = clock.CreateTimer(_ => ForgetOldWindows(), state: null, window, window);
    }

    public void Dispose() => _cleaning.Dispose();

    /// <summary>Takes one request off the caller's account, and tells the state of it; the refusal, if nothing was left.</summary>
    internal ProblemResult? Take(HttpContext context)
    {
        var policy = context.Request.Path.StartsWithSegments(Auth) ? _auth : _everywhere;
        if (policy.Limit == 0)
        {
            return null;
        }

        // Whoever watches over us must not be turned away, and does not use up anybody's requests.
        var isWatched = context.Request.Path.StartsWithSegments(Health);
        var now = _clock.GetUtcNow().ToUnixTimeSeconds();
        var state = policy.Windows.GetOrAdd(Caller.Of(context), static _ => new Window()).Take(now, policy.Limit, isWatched ? 0 : 1);
        context.Response.Headers[PolicyHeader] = policy.Header;
        context.Response.Headers[StateHeader] = string.Create(CultureInfo.InvariantCulture, $"\"{policy.Name}\";r={state.Left};t={state.ResetIn}");
        if (!state.IsRefused)
        {
            return null;
        }

        TodoMetrics.RateLimited.Add(1, new KeyValuePair<string, object?>("policy", policy.Name));
        context.Response.Headers.RetryAfter = state.ResetIn.ToString(CultureInfo.InvariantCulture);
        return new ProblemResult(ApiError.RateLimited);
    }

    private void ForgetOldWindows()
    {
        var now = _clock.GetUtcNow().ToUnixTimeSeconds();
        foreach (var windows in (ReadOnlySpan<ConcurrentDictionary<Caller, Window>>)[_everywhere.Windows, _auth.Windows])
        {
            foreach (var (caller, window) in windows)
            {
                if (window.IsOver(now))
                {
                    windows.TryRemove(KeyValuePair.Create(caller, window));
                }
            }
        }
    }

    private sealed class Policy(string name, int limit)
    {
        internal string Name => name;

        internal int Limit => limit;

        internal string Header { get; } = string.Create(CultureInfo.InvariantCulture, $"\"{name}\";q={limit};w={WindowSeconds}");

        internal ConcurrentDictionary<Caller, Window> Windows { get; } = new();
    }

    /// <summary>A user, or where nobody is known an address.</summary>
    private readonly record struct Caller(string? UserId, string? Address)
    {
        internal static Caller Of(HttpContext context) =>
            CurrentUser.IdOf(context) is { } userId ? new(userId, null) : new(null, AddressOf(context.Connection.RemoteIpAddress));

        // Of an IPv6 address the network: a customer has 2^64 of them.
        private static string AddressOf(IPAddress? address) => address switch
        {
            null => "",
            { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
            { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)),
            _ => address.ToString(),
        };
    }

    private sealed class Window
    {
        private readonly Lock _gate = new();
        private long _end;
        private int _taken;

        internal bool IsOver(long now)
        {
            lock (_gate)
            {
                return now >= _end;
            }
        }

        internal (bool IsRefused, int Left, long ResetIn) Take(long now, int limit, int cost)
        {
            lock (_gate)
            {
                if (now >= _end)
                {
                    (_end, _taken) = (now + WindowSeconds, 0);
                }

                var isRefused = _taken + cost > limit;
                _taken += isRefused ? 0 : cost;
                return (isRefused, limit - _taken, _end - now);
            }
        }
    }
}
