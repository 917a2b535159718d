using System.Net;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Security;

/// <summary>Thirty seconds of clock skew, give or take the seconds that a request may take on a busy machine.</summary>
public sealed class TokenLifetimeTests(TodoApi api)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_passes_until_thirty_seconds_after_its_end_and_no_longer()
    {
        using var alive = await SendAsync(new { sub = "ada", exp = FromNow(-24) });
        using var expired = await SendAsync(new { sub = "ada", exp = FromNow(-31) });

        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
        await expired.AssertProblemAsync(HttpStatusCode.Unauthorized, "TOKEN_EXPIRED");
        Assert.Equal("Bearer", Assert.Single(expired.Headers.WwwAuthenticate).Scheme);
    }

    [Fact]
    public async Task A_token_passes_from_thirty_seconds_before_its_beginning_and_no_earlier()
    {
        using var early = await SendAsync(new { sub = "ada", nbf = FromNow(40), exp = FromNow(3600) });
        using var alive = await SendAsync(new { sub = "ada", nbf = FromNow(30), exp = FromNow(3600) });

        await early.AssertProblemAsync(HttpStatusCode.Unauthorized, "TOKEN_INVALID");
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
    }

    private static long FromNow(int seconds) => DateTimeOffset.UtcNow.ToUnixTimeSeconds() + seconds;

    private async Task<HttpResponseMessage> SendAsync(object payload)
    {
        using var client = api.NewClient(Tokens.Sign(payload));
        return await client.GetAsync("/api/ada/tasks", Ct);
    }
}
