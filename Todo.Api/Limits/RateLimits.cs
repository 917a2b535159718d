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

    /// <summary>Counts a request of the caller, or several for one that stands for so many, and tells the state in the answer; the refusal, which counts none, if fewer are left.</summary>
    internal ProblemResult? Take(HttpContext context, int requests = 1)
    {
        var policy = context.Request.Path.StartsWithSegments(Auth) ? _auth : _everywhere;
        if (policy.Limit == 0)
        {
            return null;
        }

        // Monitoring is never turned away, and does not use up a user's requests.
        var cost = context.Request.Path.StartsWithSegments(Health) || context.Request.Path.StartsWithSegments(ApiHealth) ? 0 : requests;
        var now = Now;
        var isRefused = false;
        var window = _windows.AddOrUpdate(
            Caller.From(context, policy.Name),
            _ => Count(new Window(now + WindowSeconds, 0)),
            (_, window) => Count(now >= window.End ? new Window(now + WindowSeconds, 0) : window));

        // Where it is counted more than once, the last state is told.
        var resetIn = window.End - now;
        context.Items[StateHeader] = string.Create(CultureInfo.InvariantCulture, $"\"{policy.Name}\";r={policy.Limit - window.Taken};t={resetIn}");

        // Not before the answer starts: error handling clears the headers that are there.
        context.Response.OnStarting(() =>
        {
            context.Response.Headers[PolicyHeader] = policy.Header;
            context.Response.Headers[StateHeader] = (string?)context.Items[StateHeader];
            return Task.CompletedTask;
        });

        if (!isRefused)
        {
            return null;
        }

        TodoMetrics.RateLimited.Add(1, new KeyValuePair<string, object?>("policy", policy.Name));
        context.Response.Headers.RetryAfter = resetIn.ToString(CultureInfo.InvariantCulture);
        return new ProblemResult(ApiError.RateLimited);

        Window Count(Window window)
        {
            isRefused = window.Taken + cost > policy.Limit;
            return isRefused ? window : window with { Taken = window.Taken + cost };
        }
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
