using System.Globalization;
using Todo.Api.Observability;
using Todo.Api.Responses;

namespace Todo.Api.Limits;

/// <summary>
/// Counts the requests of each user, or of each address where no user is known, in windows of a minute, and tells the state in every answer
/// (draft-ietf-httpapi-ratelimit-headers-11).
/// </summary>
internal sealed class RateLimits(RateLimitSettings settings, TimeProvider clock, LocalWindows local, SharedWindows? shared = null)
{
    internal const string PolicyHeader = "RateLimit-Policy";
    internal const string StateHeader = "RateLimit";

    private static readonly PathString Auth = "/api/auth";
    private static readonly PathString Health = "/health";
    private static readonly PathString ApiHealth = "/api/health";

    private readonly RateLimitPolicy _everywhere = new("default", settings.PerMinute);
    private readonly RateLimitPolicy _auth = new("auth", settings.AuthPerMinute);

    /// <summary>Counts a request of the caller, or several for one that stands for so many, and tells the state in the answer; the refusal, which counts none, if fewer are left.</summary>
    internal async ValueTask<ProblemResult?> TakeAsync(HttpContext context, int requests = 1)
    {
        var policy = context.Request.Path.StartsWithSegments(Auth) ? _auth : _everywhere;
        if (policy.Limit == 0)
        {
            return null;
        }

        // Monitoring is never turned away, does not use up a user's requests, and never waits for Redis.
        var isMonitoring = context.Request.Path.StartsWithSegments(Health) || context.Request.Path.StartsWithSegments(ApiHealth);
        var cost = isMonitoring ? 0 : requests;
        var caller = Caller.From(context, policy);
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var state = (shared is null || isMonitoring ? null : await shared.CountAsync(caller, cost)) ?? local.Count(caller, cost, now);

        // Where it is counted more than once, the last state is told.
        var resetIn = state.End - now;
        context.Items[StateHeader] = string.Create(CultureInfo.InvariantCulture, $"\"{policy.Name}\";r={state.Left};t={resetIn}");

        // Not before the answer starts: error handling clears the headers that are there.
        context.Response.OnStarting(() =>
        {
            context.Response.Headers[PolicyHeader] = policy.Header;
            context.Response.Headers[StateHeader] = (string?)context.Items[StateHeader];
            return Task.CompletedTask;
        });

        if (!state.IsRefused)
        {
            return null;
        }

        TodoMetrics.RateLimited.Add(1, new KeyValuePair<string, object?>("policy", policy.Name));
        context.Response.Headers.RetryAfter = resetIn.ToString(CultureInfo.InvariantCulture);
        return new ProblemResult(ApiError.RateLimited);
    }
}
