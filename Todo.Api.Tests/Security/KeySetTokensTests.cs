using System.Net;
using Todo.Api.Tests.Security.Keys;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Security;

/// <summary>Tokens that are checked with a published key set, in an instance of its own.</summary>
public sealed class KeySetTokensTests(TodoApi api)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_with_critical_header_members_does_not_pass()
    {
        var (ed, es) = (SigningKey.EdDsa(), SigningKey.Es256());
        await using var server = await KeyServer.RunAsync(ed, es);
        await using var instance = await StartAsync(server);
        var payload = new { sub = "ada", exp = Tokens.InMinutes(5) };

        foreach (var key in (SigningKey[])[ed, es])
        {
            using var plain = await GetAsync(instance, key.Token(payload));
            using var critical = await GetAsync(instance, key.Token(payload, new Dictionary<string, object> { ["alg"] = key.Algorithm, ["kid"] = key.Id, ["crit"] = (string[])["urn:x"], ["urn:x"] = 1 }));

            Assert.Equal(HttpStatusCode.OK, plain.StatusCode);
            await critical.AssertProblemAsync(HttpStatusCode.Unauthorized, "TOKEN_INVALID");
        }
    }

    [Fact]
    public async Task A_new_key_right_after_an_invented_one_is_not_called_wrong()
    {
        var (known, fresh) = (SigningKey.Es256(), SigningKey.Es256());
        await using var server = await KeyServer.RunAsync(known);
        await using var instance = await StartAsync(server);
        var payload = new { sub = "ada", exp = Tokens.InMinutes(5) };
        using var before = await GetAsync(instance, known.Token(payload));
        using var invented = await GetAsync(instance, SigningKey.Es256().Token(payload));

        server.Keys = [known, fresh];
        using var unknown = await GetAsync(instance, fresh.Token(payload));
        using var goesOn = await GetAsync(instance, known.Token(payload));

        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        await invented.AssertProblemAsync(HttpStatusCode.Unauthorized, "TOKEN_INVALID");
        await unknown.AssertProblemAsync(HttpStatusCode.ServiceUnavailable, "SERVICE_UNAVAILABLE");
        Assert.NotNull(unknown.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, goesOn.StatusCode);
        Assert.Equal(2, server.Requests);
    }

    [Fact]
    public async Task A_token_that_was_validated_before_is_refused_once_its_key_is_gone()
    {
        var (old, fresh) = (SigningKey.EdDsa(), SigningKey.EdDsa());
        await using var server = await KeyServer.RunAsync(old);
        await using var instance = await StartAsync(server);
        var payload = new { sub = "ada", exp = Tokens.InMinutes(5) };
        var token = old.Token(payload);
        using var first = await GetAsync(instance, token);
        using var again = await GetAsync(instance, token);

        server.Keys = [fresh];
        using var renewed = await GetAsync(instance, fresh.Token(payload));
        using var refused = await GetAsync(instance, token);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal(HttpStatusCode.OK, renewed.StatusCode);
        await refused.AssertProblemAsync(HttpStatusCode.Unauthorized, "TOKEN_INVALID");
    }

    [Fact]
    public async Task A_token_that_was_validated_before_is_refused_once_it_has_expired()
    {
        var key = SigningKey.EdDsa();
        await using var server = await KeyServer.RunAsync(key);
        await using var instance = await StartAsync(server);
        var token = key.Token(new { sub = "ada", exp = Tokens.InMinutes(0) - 26 });

        using var alive = await GetAsync(instance, token);
        await Task.Delay(TimeSpan.FromSeconds(6), Ct);
        using var expired = await GetAsync(instance, token);

        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
        await expired.AssertProblemAsync(HttpStatusCode.Unauthorized, "TOKEN_EXPIRED");
    }

    [Fact]
    public async Task Its_keys_never_check_another_algorithm()
    {
        var key = SigningKey.EdDsa();
        await using var server = await KeyServer.RunAsync(key);
        await using var instance = await StartAsync(server);
        var payload = new { sub = "ada", exp = Tokens.InMinutes(5) };

        foreach (var alg in (string[])["none", "HS256", "HS512", "ES256", "RS256", "PS256", ""])
        {
            using var response = await GetAsync(instance, key.Token(payload, new { alg, kid = key.Id }));
            await response.AssertProblemAsync(HttpStatusCode.Unauthorized, "TOKEN_INVALID");
        }
    }

    [Fact]
    public async Task A_session_cookie_of_the_same_key_is_no_token()
    {
        var key = SigningKey.EdDsa();
        await using var server = await KeyServer.RunAsync(key);
        await using var instance = await StartAsync(server);

        using var response = await GetAsync(
            instance, key.Token(new { sub = "ada", exp = Tokens.InMinutes(5) }, new { alg = key.Algorithm, kid = key.Id, typ = "better-auth.session-cache+jwt" }));

        await response.AssertProblemAsync(HttpStatusCode.Unauthorized, "TOKEN_INVALID");
    }

    private async Task<ApiInstance> StartAsync(KeyServer server) => await TodoApi.StartAsync(await api.Databases.CreateAsync(), ("JWKS_URL", server.Url));

    private static async Task<HttpResponseMessage> GetAsync(ApiInstance instance, string token)
    {
        using var client = instance.NewClient(token);
        return await client.GetAsync("/api/ada/tasks", Ct);
    }
}
