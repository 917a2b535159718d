using System.Net;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Security;

/// <summary>Tokens of a real Better Auth, from its sign-up to our tasks.</summary>
public sealed class BetterAuthTests(TodoApi api)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("EdDSA")]
    [InlineData("ES256")]
    [InlineData("ES512")]
    [InlineData("RS256")]
    [InlineData("PS256")]
    public async Task Its_users_reach_their_tasks_and_no_others(string algorithm)
    {
        await using var server = await BetterAuthServer.RunAsync(algorithm, Ct);
        await using var instance = await StartAsync(("BETTER_AUTH_URL", server.Url));
        var ada = await server.SignUpAsync(Ct);
        var bob = await server.SignUpAsync(Ct);

        using var own = await GetTasksAsync(instance, ada.Id, ada.Token);
        using var foreign = await GetTasksAsync(instance, bob.Id, ada.Token);
        using var tampered = await GetTasksAsync(instance, ada.Id, $"{ada.Token[..^6]}AAAAAA");
        using var opaque = await GetTasksAsync(instance, ada.Id, ada.Cookie);

        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        await foreign.AssertProblemAsync(HttpStatusCode.Forbidden, "FORBIDDEN");
        await tampered.AssertProblemAsync(HttpStatusCode.Unauthorized, "TOKEN_INVALID");
        await opaque.AssertProblemAsync(HttpStatusCode.Unauthorized, "TOKEN_INVALID");
    }

    [Theory]
    [InlineData("EdDSA")]
    [InlineData("ES256")]
    [InlineData("ES512")]
    [InlineData("RS256")]
    [InlineData("PS256")]
    public async Task The_first_request_after_a_rotation_is_served_and_the_old_key_is_refused_even_if_its_token_was_known(string algorithm)
    {
        await using var server = await BetterAuthServer.RunAsync(algorithm, Ct);
        await using var instance = await StartAsync(("BETTER_AUTH_URL", server.Url));
        var ada = await server.SignUpAsync(Ct);
        using var before = await GetTasksAsync(instance, ada.Id, ada.Token);

        await server.RotateAsync(Ct);
        using var renewed = await GetTasksAsync(instance, ada.Id, await server.NewTokenAsync(ada, Ct));
        using var old = await GetTasksAsync(instance, ada.Id, ada.Token);

        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        Assert.Equal(HttpStatusCode.OK, renewed.StatusCode);
        await old.AssertProblemAsync(HttpStatusCode.Unauthorized, "TOKEN_INVALID");
    }

    [Fact]
    public async Task While_it_is_away_known_keys_go_on_and_no_token_is_called_wrong()
    {
        await using var server = await BetterAuthServer.RunAsync("EdDSA", Ct);
        await using var informed = await StartAsync(("BETTER_AUTH_URL", server.Url));
        await using var late = await StartAsync(("BETTER_AUTH_URL", server.Url));
        var ada = await server.SignUpAsync(Ct);
        using var before = await GetTasksAsync(informed, ada.Id, ada.Token);
        var another = await server.NewTokenAsync(ada, Ct);

        await server.StopAsync(Ct);
        using var known = await GetTasksAsync(informed, ada.Id, another);
        using var unknown = await GetTasksAsync(late, ada.Id, another);
        using var garbage = await GetTasksAsync(late, ada.Id, "garbage");
        using var shared = await GetTasksAsync(late, "bob", Tokens.For("bob"));

        Assert.Equal(HttpStatusCode.OK, known.StatusCode);
        await unknown.AssertProblemAsync(HttpStatusCode.ServiceUnavailable, "SERVICE_UNAVAILABLE");
        Assert.NotNull(unknown.Headers.RetryAfter);
        await garbage.AssertProblemAsync(HttpStatusCode.Unauthorized, "TOKEN_INVALID");
        Assert.Equal(HttpStatusCode.OK, shared.StatusCode);
    }

    [Fact]
    public async Task Its_tokens_must_be_meant_for_us()
    {
        await using var server = await BetterAuthServer.RunAsync("ES256", Ct);
        await using var otherIssuer = await StartAsync(("JWKS_URL", server.KeySetUrl.ToString()), ("JWT_ISSUER", "https://elsewhere.example"));
        await using var otherAudience = await StartAsync(("BETTER_AUTH_URL", server.Url), ("JWT_AUDIENCE", "another-api"));
        await using var keysOnly = await StartAsync(("JWKS_URL", server.KeySetUrl.ToString()));
        var ada = await server.SignUpAsync(Ct);

        using var wrongIssuer = await GetTasksAsync(otherIssuer, ada.Id, ada.Token);
        using var wrongAudience = await GetTasksAsync(otherAudience, ada.Id, ada.Token);
        using var unnamed = await GetTasksAsync(keysOnly, ada.Id, ada.Token);

        await wrongIssuer.AssertProblemAsync(HttpStatusCode.Unauthorized, "TOKEN_INVALID");
        await wrongAudience.AssertProblemAsync(HttpStatusCode.Unauthorized, "TOKEN_INVALID");
        Assert.Equal(HttpStatusCode.OK, unnamed.StatusCode);
    }

    [Fact]
    public async Task Its_shared_secret_tokens_work_beside_others_and_never_with_a_published_key()
    {
        await using var server = await BetterAuthServer.RunAsync("HS256", Ct);
        await using var instance = await StartAsync(("BETTER_AUTH_SECRET", BetterAuthServer.Secret), ("BETTER_AUTH_URL", server.Url));
        var ada = await server.SignUpAsync(Ct);

        using var own = await GetTasksAsync(instance, ada.Id, ada.Token);
        using var bare = await GetTasksAsync(instance, "bob", Tokens.Sign(new { sub = "bob", exp = Tokens.InMinutes(5) }, secret: BetterAuthServer.Secret));
        using var foreignIssuer = await GetTasksAsync(
            instance, "bob", Tokens.Sign(new { sub = "bob", exp = Tokens.InMinutes(5), iss = "https://elsewhere.example" }, secret: BetterAuthServer.Secret));

        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        Assert.Equal(HttpStatusCode.OK, bare.StatusCode);
        await foreignIssuer.AssertProblemAsync(HttpStatusCode.Unauthorized, "TOKEN_INVALID");
    }

    private async Task<ApiInstance> StartAsync(params (string, string)[] settings) => await TodoApi.StartAsync(await api.Databases.CreateAsync(), settings);

    private static async Task<HttpResponseMessage> GetTasksAsync(ApiInstance instance, string userId, string token)
    {
        using var client = instance.NewClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/{userId}/tasks");
        Assert.True(request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}"));
        return await client.SendAsync(request, Ct);
    }
}
