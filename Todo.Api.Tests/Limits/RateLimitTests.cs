using System.Net;
using Microsoft.AspNetCore.Http;
using Todo.Api.Limits;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Http;

public sealed class RateLimitTests(TodoApi api)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Counts_each_user_and_where_nobody_is_known_each_address()
    {
        await using var limited = await StartAsync(("RATE_LIMIT_PER_MINUTE", "3"), ("AUTH_RATE_LIMIT_PER_MINUTE", "2"));
        var ada = limited.NewUser();
        using var nobody = limited.NewClient();

        for (var left = 2; left >= 0; left--)
        {
            using var answer = await ada.Client.GetAsync(left == 1 ? "tasks/1" : left == 0 ? "tasks?surprise=1" : "tasks", Ct);
            AssertHeaders(answer, "default", 3, left);
        }

        using var refused = await ada.Client.GetAsync("tasks", Ct);
        await refused.AssertProblemAsync(HttpStatusCode.TooManyRequests, "RATE_LIMITED");
        AssertHeaders(refused, "default", 3, 0);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);

        using var other = await limited.NewUser().Client.GetAsync("tasks", Ct);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);

        foreach (var (path, left) in new[] { ("/api/ada/tasks", 2), ("/nowhere", 1), ("/api/ada/tasks", 0) })
        {
            using var answer = await nobody.GetAsync(path, Ct);
            AssertHeaders(answer, "default", 3, left);
        }

        using var unknown = await nobody.GetAsync("/nowhere", Ct);
        await unknown.AssertProblemAsync(HttpStatusCode.TooManyRequests, "RATE_LIMITED");

        // Stricter, and an account of its own.
        foreach (var expected in new[] { HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests })
        {
            using var answer = await nobody.GetAsync("/api/auth/me", Ct);
            Assert.Equal(expected, answer.StatusCode);
        }

        using var health = await nobody.GetAsync("/health/live", Ct);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    [Fact]
    public void A_window_ends_after_a_minute()
    {
        var clock = new SetClock();
        using var limits = new RateLimits(new RateLimitSettings(PerMinute: 1, AuthPerMinute: 1), clock);

        Assert.Null(limits.Take(new DefaultHttpContext()));
        clock.Now += TimeSpan.FromSeconds(59);
        Assert.NotNull(limits.Take(new DefaultHttpContext()));
        clock.Now += TimeSpan.FromSeconds(1);
        Assert.Null(limits.Take(new DefaultHttpContext()));
    }

    [Fact]
    public async Task Zero_switches_a_limit_off()
    {
        await using var unlimited = await StartAsync();

        using var answer = await unlimited.NewUser().Client.GetAsync("tasks", Ct);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(answer.Headers.Contains("RateLimit"));
    }

    [Fact]
    public async Task Believes_forwarded_addresses_of_configured_proxies_only()
    {
        await using var direct = await StartAsync(("RATE_LIMIT_PER_MINUTE", "1"));
        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests], await StatusesAsync(direct, "192.0.2.1", "192.0.2.2"));

        await using var behind = await StartAsync(("RATE_LIMIT_PER_MINUTE", "1"), ("TRUSTED_PROXIES", "127.0.0.0/8, ::1, 10.0.0.5"));
        Assert.Equal(
            [HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests],
            await StatusesAsync(behind, "192.0.2.1", "192.0.2.2", "192.0.2.1", "203.0.113.9, 192.0.2.2, 10.0.0.5"));
    }

    private sealed class SetClock : TimeProvider
    {
        internal DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private static async Task<HttpStatusCode[]> StatusesAsync(ApiInstance instance, params string[] forwarded)
    {
        var statuses = new List<HttpStatusCode>();
        foreach (var addresses in forwarded)
        {
            using var client = instance.NewClient();
            client.DefaultRequestHeaders.Add("X-Forwarded-For", addresses);
            using var answer = await client.GetAsync("/api/ada/tasks", Ct);
            statuses.Add(answer.StatusCode);
        }

        return [.. statuses];
    }

    private static void AssertHeaders(HttpResponseMessage answer, string policy, int limit, int left)
    {
        Assert.Equal($"\"{policy}\";q={limit};w=60", Assert.Single(answer.Headers.GetValues("RateLimit-Policy")));
        Assert.Matches($"^\"{policy}\";r={left};t=([1-9]|[1-5][0-9]|60)$", Assert.Single(answer.Headers.GetValues("RateLimit")));
    }

    private async Task<ApiInstance> StartAsync(params (string Name, string Value)[] settings) => await TodoApi.StartAsync(await api.Databases.CreateAsync(), settings);
}
