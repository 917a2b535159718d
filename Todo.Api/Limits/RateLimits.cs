using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Todo.Api.Observability;
using Todo.Api.Responses;

namespace Todo.Api.Limits;

/// <summary>
/// Counts the requests of each user, or of each address where no user is known, in windows of a minute, and tells the state in every answer
/// (draft-ietf-httpapi-ratelimit-headers-11). Our own, because the framework's limiters do not tell when a window ends.
/// </summary>
internal sealed class RateLimits : IDisposable
{
    internal const string PolicyHeader = "RateLimit-Policy";
    internal const string StateHeader = "RateLimit";

    private const int WindowSeconds = 60;

    private static readonly PathString Auth = "/api/auth";
    private static readonly PathString Health = "/health";
    private static readonly PathString ApiHealth = "/api/health";

    private readonly Policy _everywhere;
    private readonly Policy _auth;
    private readonly ConcurrentDictionary<Caller, Window> _windows = new();
    private readonly TimeProvider _clock;
    private readonly ITimer _cleaning;

    public RateLimits(RateLimitSettings settings, TimeProvider clock)
    {
        _everywhere = new Policy("default", settings.PerMinute);
        _auth = new Policy("auth", settings.AuthPerMinute);
        _clock = clock;

        var window = TimeSpan.FromSeconds(WindowSeconds);
        _cleaning = clock.CreateTimer(_ => RemoveOldWindows(), state: null, window, window);
    }

    private long Now => _clock.GetUtcNow().ToUnixTimeSeconds();

    public void Dispose() => _cleaning.Dispose();

    /// <summary>Counts one request of the caller, and tells the state in the answer; the refusal, if nothing was left.</summary>
    internal ProblemResult? Take(HttpContext context)
    {
        var policy = context.Request.Path.StartsWithSegments(Auth) ? _auth : _everywhere;
        if (policy.Limit == 0)
        {
            return null;
        }

        // Monitoring is never turned away, and does not use up a user's requests.
        var cost = context.Request.Path.StartsWithSegments(Health) || context.Request.Path.StartsWithSegments(ApiHealth) ? 0 : 1;
        var now = Now;
        var window = _windows.AddOrUpdate(
            Caller.From(context, policy.Name),
            _ => new Window(now + WindowSeconds, cost),
            (_, window) => now >= window.End ? new Window(now + WindowSeconds, cost) : window with { Taken = window.Taken + cost });

        var resetIn = window.End - now;
        var state = string.Create(CultureInfo.InvariantCulture, $"\"{policy.Name}\";r={Math.Max(0, policy.Limit - window.Taken)};t={resetIn}");

        // Not before the answer starts: error handling clears the headers that are there.
        context.Response.OnStarting(() =>
        {
            context.Response.Headers[PolicyHeader] = policy.Header;
            context.Response.Headers[StateHeader] = state;
            return Task.CompletedTask;
        });

        if (cost == 0 || window.Taken <= policy.Limit)
        {
            return null;
        }

        TodoMetrics.RateLimited.Add(1, new KeyValuePair<string, object?>("policy", policy.Name));
        context.Response.Headers.RetryAfter = resetIn.ToString(CultureInfo.InvariantCulture);
        return new ProblemResult(ApiError.RateLimited);
    }

    private void RemoveOldWindows()
    {
        foreach (var window in _windows.Where(window => Now >= window.Value.End))
        {
            _windows.TryRemove(window);
        }
    }

    private sealed record Policy(string Name, int Limit)
    {
        internal string Header { get; } = string.Create(CultureInfo.InvariantCulture, $"\"{Name}\";q={Limit};w={WindowSeconds}");
    }

    private readonly record struct Window(long End, int Taken);

    /// <summary>A user, or where none is known an address.</summary>
    private readonly record struct Caller(string Policy, string? UserId, string? Address)
    {
        internal static Caller From(HttpContext context, string policy) => context.User.Identity?.Name is { } userId
            ? new(policy, userId, null)
            : new(policy, null, AddressOf(context.Connection.RemoteIpAddress));

        // Of an IPv6 address the network: a customer has 2^64 of them.
        private static string? AddressOf(IPAddress? address) => address switch
        {
            { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
            { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)),
            _ => address?.ToString(),
        };
    }
}
