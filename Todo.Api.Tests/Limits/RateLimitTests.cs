using Alba;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Limits;

public sealed class RateLimitTests(OwnDatabase database) : IClassFixture<OwnDatabase>
{
    [Fact]
    public async Task Counts_each_user_and_without_a_user_each_address()
    {
        await using var limited = await StartAsync(("RATE_LIMIT_PER_MINUTE", "3"), ("AUTH_RATE_LIMIT_PER_MINUTE", "2"));
        var ada = limited.NewUser();

        foreach (var (address, left) in new[] { ("tasks", 2), ("tasks/1", 1), ("tasks?surprise=1", 0) })
        {
            AssertHeaders(await ada.GetAsync(address), "default", 3, left);
        }

        var refused = await ada.GetAsync("tasks");
        refused.ShouldBeProblem("RATE_LIMITED");
        AssertHeaders(refused, "default", 3, 0);
        Assert.Matches("^([1-9]|[1-5][0-9]|60)$", refused.Header("Retry-After"));

        await limited.NewUser().ListAsync();

        foreach (var (address, left) in new[] { ("/api/ada/tasks", 2), ("/nowhere", 1), ("/api/ada/tasks", 0) })
        {
            AssertHeaders(await limited.GetAsync(address), "default", 3, left);
        }

        (await limited.GetAsync("/nowhere")).ShouldBeProblem("RATE_LIMITED");

        // Stricter, and an account of its own.
        foreach (var expected in new[] { "AUTH_REQUIRED", "AUTH_REQUIRED", "RATE_LIMITED" })
        {
            (await limited.GetAsync("/api/auth/me")).ShouldBeProblem(expected);
        }

        (await limited.GetAsync("/health/live")).StatusCodeShouldBe(200);
    }

    [Fact]
    public async Task A_batch_counts_as_many_requests_as_it_has_operations()
    {
        await using var limited = await StartAsync(("RATE_LIMIT_PER_MINUTE", "6"));
        var ada = limited.NewUser();

        var done = await BatchAsync(3);
        var refused = await BatchAsync(4);
        var last = await BatchAsync(2);

        Assert.Equal(3, done.StatusCodeShouldBe(200).Json().GetProperty("results").GetArrayLength());
        AssertHeaders(done, "default", 6, left: 3);

        // As a request it counts; its operations do not, because none is done.
        refused.ShouldBeProblem("RATE_LIMITED");
        AssertHeaders(refused, "default", 6, left: 2);
        Assert.Matches("^([1-9]|[1-5][0-9]|60)$", refused.Header("Retry-After"));
        last.StatusCodeShouldBe(200);
        AssertHeaders(last, "default", 6, left: 0);
        Assert.Equal(5L, await CountAsync());

        Task<IScenarioResult> BatchAsync(int operations) => ada.SendAsync(
            HttpMethod.Post, "batch", new { operations = Enumerable.Repeat(new { op = "create", task = new { title = "x" } }, operations) });

        async Task<object?> CountAsync()
        {
            await using var tasks = Npgsql.NpgsqlDataSource.Create(database.ConnectionString);
            return await tasks.CreateCommand($"SELECT count(*) FROM tasks WHERE user_id = '{ada.Id}'").ExecuteScalarAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_window_ends_after_a_minute()
    {
        var clock = new FakeClock(DateTimeOffset.UtcNow);
        await using var limited = await TodoApi.HostAsync(database.ConnectionString, clock, ("RATE_LIMIT_PER_MINUTE", "1"));

        (await limited.GetAsync("/nowhere")).StatusCodeShouldBe(404);
        clock.Advance(TimeSpan.FromSeconds(59));
        (await limited.GetAsync("/nowhere")).StatusCodeShouldBe(429);
        clock.Advance(TimeSpan.FromSeconds(1));
        (await limited.GetAsync("/nowhere")).StatusCodeShouldBe(404);
    }

    [Fact]
    public async Task Zero_switches_a_limit_off()
    {
        await using var unlimited = await StartAsync();

        var answer = await unlimited.NewUser().GetAsync("tasks");

        Assert.Null(answer.StatusCodeShouldBe(200).Header("RateLimit"));
    }

    [Fact]
    public async Task Believes_forwarded_addresses_of_configured_proxies_only()
    {
        await using var direct = await StartAsync(("RATE_LIMIT_PER_MINUTE", "1"));
        Assert.Equal((int[])[401, 429], await StatusesAsync(direct, "192.0.2.1", "192.0.2.2"));

        await using var behind = await StartAsync(("RATE_LIMIT_PER_MINUTE", "1"), ("TRUSTED_PROXIES", "127.0.0.0/8, ::1, 10.0.0.5"));
        Assert.Equal((int[])[401, 401, 429, 429], await StatusesAsync(behind, "192.0.2.1", "192.0.2.2", "192.0.2.1", "203.0.113.9, 192.0.2.2, 10.0.0.5"));
    }

    private static async Task<int[]> StatusesAsync(ApiHost host, params string[] forwarded)
    {
        var statuses = new List<int>();
        foreach (var addresses in forwarded)
        {
            var answer = await host.Scenario(_ =>
            {
                _.Get.Url("/api/ada/tasks");
                _.WithRequestHeader("X-Forwarded-For", addresses);
                _.IgnoreStatusCode();
            });
            statuses.Add(answer.Status());
        }

        return [.. statuses];
    }

    private static void AssertHeaders(IScenarioResult answer, string policy, int limit, int left)
    {
        Assert.Equal($"\"{policy}\";q={limit};w=60", answer.Header("RateLimit-Policy"));
        Assert.Matches($"^\"{policy}\";r={left};t=([1-9]|[1-5][0-9]|60)$", answer.Header("RateLimit"));
    }

    private Task<ApiHost> StartAsync(params (string Name, string Value)[] settings) => TodoApi.HostAsync(database.ConnectionString, settings);
}
