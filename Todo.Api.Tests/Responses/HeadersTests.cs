using Alba;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Responses;

/// <summary>The headers of every day, on errors too.</summary>
public sealed class HeadersTests(TodoApi api)
{
    [Theory]
    [InlineData("/health/live", 200)]
    [InlineData("/api/ada/tasks", 401)]
    [InlineData("/api/auth/me", 401)]
    [InlineData("/api/auth/login", 405)]
    [InlineData("/nowhere", 404)]
    public async Task Every_answer_protects_browsers_and_may_be_read_by_the_front_end(string path, int status)
    {
        var answer = await api.Scenario(_ =>
        {
            _.Get.Url(path);
            _.WithRequestHeader("Origin", "http://localhost:3000");
            _.StatusCodeShouldBe(status);
        });

        Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
        Assert.Equal("DENY", answer.Header("X-Frame-Options"));
        Assert.Equal("no-referrer", answer.Header("Referrer-Policy"));
        Assert.Equal("default-src 'none'; frame-ancestors 'none'", answer.Header("Content-Security-Policy"));
        Assert.Equal(path.StartsWith("/api/auth", StringComparison.Ordinal), answer.Header("Cache-Control") == "no-store");
        Assert.Equal("http://localhost:3000", answer.Header("Access-Control-Allow-Origin"));
        Assert.Equal("true", answer.Header("Access-Control-Allow-Credentials"));
        Assert.Equal("Origin", answer.Header("Vary"));
        Assert.Equal(
            ["ETag", "Idempotency-Replayed", "Link", "Location", "RateLimit", "RateLimit-Policy", "Retry-After", "X-Request-Id", "X-Total-Count"],
            answer.Header("Access-Control-Expose-Headers")!.Split(',').Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public async Task A_preflight_is_answered_without_a_token(string method)
    {
        var answer = await PreflightAsync("http://localhost:3000", method);

        answer.StatusCodeShouldBe(204);
        Assert.Equal("http://localhost:3000", answer.Header("Access-Control-Allow-Origin"));
        Assert.Contains(method, answer.Header("Access-Control-Allow-Methods"), StringComparison.Ordinal);
        Assert.Equal("true", answer.Header("Access-Control-Allow-Credentials"));
        Assert.Equal("Origin", answer.Header("Vary"));
        Assert.Equal(
            ["Authorization", "Cache-Control", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match", "Last-Event-ID", "X-Request-Id", "X-Requested-With"],
            answer.Header("Access-Control-Allow-Headers")!.Split(',').Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("http://localhost:3001")]
    [InlineData("https://localhost:3000")]
    [InlineData("null")]
    public async Task Other_origins_are_allowed_nothing(string origin)
    {
        var answer = await PreflightAsync(origin, "GET");

        Assert.False(answer.Context.Response.Headers.ContainsKey("Access-Control-Allow-Origin"));
        Assert.False(answer.Context.Response.Headers.ContainsKey("Access-Control-Allow-Credentials"));
        Assert.Equal("Origin", answer.Header("Vary"));
    }

    [Theory]
    [InlineData("http://bücher.example", "http://xn--bcher-kva.example", true)]
    [InlineData("https://BÜCHER.example:8443", "https://xn--bcher-kva.example:8443", true)]
    [InlineData("https://xn--bcher-kva.example", "https://xn--bcher-kva.example", true)]
    [InlineData("https://App.Example.com", "https://app.example.com", true)]
    [InlineData("http://[::1]:3000", "http://[::1]:3000", true)]
    [InlineData("http://127.0.0.1:3000", "http://127.0.0.1:3000", true)]
    [InlineData("https://a.example, https://b.example", "https://b.example", true)]
    [InlineData("*", "https://anywhere.example", false)]
    [InlineData("https://a.example,*", "https://anywhere.example", false)]
    public async Task An_origin_is_compared_as_browsers_send_it(string setting, string origin, bool withCredentials)
    {
        await using var host = await TodoApi.HostAsync(await api.Databases.CreateAsync(), ("CORS_ORIGINS", setting));

        var answer = await host.Scenario(_ =>
        {
            _.Get.Url("/health/live");
            _.WithRequestHeader("Origin", origin);
        });

        Assert.Equal(withCredentials ? origin : "*", answer.Header("Access-Control-Allow-Origin"));
        Assert.Equal(withCredentials ? "true" : null, answer.Header("Access-Control-Allow-Credentials"));
        Assert.Equal("Origin", answer.Header("Vary"));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/app.js")]
    [InlineData("/scalar/")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/api/tasks")]
    [InlineData("/nowhere")]
    public async Task An_answer_without_CORS_varies_by_origin_too(string path)
    {
        using var client = api.NewClient();

        using var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Single(answer.Headers.Vary, name => name == "Origin");
    }

    [Theory]
    [InlineData("https", true)]
    [InlineData("http", false)]
    public async Task Production_over_HTTPS_stays_there(string scheme, bool isStrict)
    {
        await using var production = await TodoApi.HostAsync(
            await api.Databases.CreateAsync(), ("ENVIRONMENT", "production"), ("TRUSTED_PROXIES", "127.0.0.1,::1"));

        var answer = await production.Scenario(_ =>
        {
            _.Get.Url("/nowhere");
            _.WithRequestHeader("X-Forwarded-Proto", scheme);
            _.WithRequestHeader("X-Forwarded-For", "192.0.2.1");
            _.StatusCodeShouldBe(404);
        });

        Assert.Equal(isStrict ? "max-age=31536000; includeSubDomains" : null, answer.Header("Strict-Transport-Security"));
    }

    private Task<IScenarioResult> PreflightAsync(string origin, string method) => api.Scenario(_ =>
    {
        _.Send(HttpMethod.Options, "/api/ada/tasks/1");
        _.WithRequestHeader("Origin", origin);
        _.WithRequestHeader("Access-Control-Request-Method", method);
        _.WithRequestHeader("Access-Control-Request-Headers", "authorization,content-type");
        _.IgnoreStatusCode();
    });
}
