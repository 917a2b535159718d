using System.Net;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Http;

/// <summary>The headers of every day, on errors too.</summary>
public sealed class ResponseHeadersTests(TodoApi api)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/health/live", HttpStatusCode.OK)]
    [InlineData("/api/ada/tasks", HttpStatusCode.Unauthorized)]
    [InlineData("/api/auth/me", HttpStatusCode.Unauthorized)]
    [InlineData("/api/auth/login", HttpStatusCode.MethodNotAllowed)]
    [InlineData("/nowhere", HttpStatusCode.NotFound)]
    public async Task Every_answer_protects_browsers_and_may_be_read_by_the_front_end(string path, HttpStatusCode status)
    {
        using var client = api.NewClient();
        client.DefaultRequestHeaders.Add("Origin", "http://localhost:3000");

        using var answer = await client.GetAsync(path, Ct);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("nosniff", Header(answer, "X-Content-Type-Options"));
        Assert.Equal("DENY", Header(answer, "X-Frame-Options"));
        Assert.Equal("no-referrer", Header(answer, "Referrer-Policy"));
        Assert.Equal("default-src 'none'; frame-ancestors 'none'", Header(answer, "Content-Security-Policy"));
        Assert.Equal(path.StartsWith("/api/auth", StringComparison.Ordinal), answer.Headers.CacheControl?.NoStore ?? false);
        Assert.False(answer.Headers.Contains("Server"));
        Assert.Equal("http://localhost:3000", Header(answer, "Access-Control-Allow-Origin"));
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Credentials"));
        Assert.Equal(
            ["ETag", "Link", "Location", "RateLimit", "RateLimit-Policy", "Retry-After", "X-Request-Id", "X-Total-Count"],
            Header(answer, "Access-Control-Expose-Headers")!.Split(',').Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public async Task A_preflight_is_answered_without_a_token(string method)
    {
        using var answer = await PreflightAsync("http://localhost:3000", method);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal("http://localhost:3000", Header(answer, "Access-Control-Allow-Origin"));
        Assert.Contains(method, Header(answer, "Access-Control-Allow-Methods"), StringComparison.Ordinal);
        Assert.Contains("Authorization", Header(answer, "Access-Control-Allow-Headers"), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("http://localhost:3001")]
    [InlineData("https://localhost:3000")]
    [InlineData("null")]
    public async Task Other_origins_are_allowed_nothing(string origin)
    {
        using var answer = await PreflightAsync(origin, "GET");

        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("https", true)]
    [InlineData("http", false)]
    public async Task Production_over_HTTPS_stays_there(string scheme, bool isStrict)
    {
        await using var production = await TodoApi.StartAsync(
            await api.Databases.CreateAsync(), ("ENVIRONMENT", "production"), ("TRUSTED_PROXIES", "127.0.0.1,::1"));
        using var client = production.NewClient();
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", scheme);
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.1");

        using var answer = await client.GetAsync("/nowhere", Ct);

        Assert.Equal(isStrict ? "max-age=31536000; includeSubDomains" : null, Header(answer, "Strict-Transport-Security"));
    }

    private async Task<HttpResponseMessage> PreflightAsync(string origin, string method)
    {
        using var client = api.NewClient();
        using var request = new HttpRequestMessage(HttpMethod.Options, "/api/ada/tasks/1");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", method);
        request.Headers.Add("Access-Control-Request-Headers", "authorization,content-type");
        return await client.SendAsync(request, Ct);
    }

    private static string? Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? Assert.Single(values) : null;
}
