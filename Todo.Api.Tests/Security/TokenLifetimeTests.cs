using System.Net;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Security;

/// <summary>Thirty seconds of clock skew, to the second.</summary>
public sealed class TokenLifetimeTests(TodoApi api)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_passes_until_thirty_seconds_after_its_end_and_no_longer()
    {
        var clock = NewClock();
        await using var instance = await TodoApi.StartAsync(await api.Databases.CreateAsync(), clock);
        using var ada = instance.NewClient(Tokens.Sign(new { sub = "ada", exp = clock.GetUtcNow().ToUnixTimeSeconds() + 5 }));

        // The first request makes the token known; that must not lengthen its life.
        using var alive = await ada.GetAsync("/api/ada/tasks", Ct);
        clock.Advance(TimeSpan.FromSeconds(34));
        using var tolerated = await ada.GetAsync("/api/ada/tasks", Ct);
        clock.Advance(TimeSpan.FromSeconds(2));
        using var expired = await ada.GetAsync("/api/ada/tasks", Ct);

        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
        Assert.Equal(HttpStatusCode.OK, tolerated.StatusCode);
        await expired.AssertProblemAsync(HttpStatusCode.Unauthorized, "TOKEN_EXPIRED");
        Assert.Equal("Bearer", Assert.Single(expired.Headers.WwwAuthenticate).Scheme);
    }

    [Fact]
    public async Task A_token_passes_from_thirty_seconds_before_its_beginning_and_no_earlier()
    {
        var clock = NewClock();
        await using var instance = await TodoApi.StartAsync(await api.Databases.CreateAsync(), clock);
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        using var ada = instance.NewClient(Tokens.Sign(new { sub = "ada", nbf = now + 35, exp = now + 3600 }));

        using var early = await ada.GetAsync("/api/ada/tasks", Ct);
        clock.Advance(TimeSpan.FromSeconds(4));
        using var stillEarly = await ada.GetAsync("/api/ada/tasks", Ct);
        clock.Advance(TimeSpan.FromSeconds(2));
        using var tolerated = await ada.GetAsync("/api/ada/tasks", Ct);

        await early.AssertProblemAsync(HttpStatusCode.Unauthorized, "TOKEN_INVALID");
        await stillEarly.AssertProblemAsync(HttpStatusCode.Unauthorized, "TOKEN_INVALID");
        Assert.Equal(HttpStatusCode.OK, tolerated.StatusCode);
    }

    private static FakeClock NewClock() => new(DateTimeOffset.UtcNow);
}
