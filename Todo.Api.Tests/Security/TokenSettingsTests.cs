using System.Net;
using System.Text;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Security;

/// <summary>What a token must say where issuer, audience or another algorithm are configured; each in an instance of its own.</summary>
public sealed class TokenSettingsTests(TodoApi api)
{
    private const string Issuer = "https://app.example.com";
    private const string Audience = "todo-api";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_tokens_of_the_configured_issuer_for_the_configured_audience_pass()
    {
        await using var instance = await TodoApi.StartAsync(await api.Databases.CreateAsync(), ("JWT_ISSUER", Issuer), ("JWT_AUDIENCE", Audience));
        var exp = Tokens.InMinutes(60);

        await AssertPassesAsync(instance, Tokens.Sign(new { sub = "ada", exp, iss = Issuer, aud = Audience }));
        await AssertPassesAsync(instance, Tokens.Sign(new { sub = "ada", exp, iss = Issuer, aud = (string[])["other", Audience] }));

        await AssertRefusedAsync(instance, Tokens.Sign(new { sub = "ada", exp }));
        await AssertRefusedAsync(instance, Tokens.Sign(new { sub = "ada", exp, aud = Audience }));
        await AssertRefusedAsync(instance, Tokens.Sign(new { sub = "ada", exp, iss = "https://evil.example.com", aud = Audience }));
        await AssertRefusedAsync(instance, Tokens.Sign(new { sub = "ada", exp, iss = $"{Issuer}/", aud = Audience }));
        await AssertRefusedAsync(instance, Tokens.Sign(new { sub = "ada", exp, iss = "", aud = Audience }));
        await AssertRefusedAsync(instance, Tokens.Sign(new { sub = "ada", exp, iss = Issuer }));
        await AssertRefusedAsync(instance, Tokens.Sign(new { sub = "ada", exp, iss = Issuer, aud = "other" }));
        await AssertRefusedAsync(instance, Tokens.Sign(new { sub = "ada", exp, iss = Issuer, aud = Array.Empty<string>() }));
        await AssertRefusedAsync(instance, Tokens.Sign(new { sub = "ada", exp, iss = Issuer, aud = Audience.ToUpperInvariant() }));
    }

    [Fact]
    public async Task Issuer_and_audience_do_not_matter_where_none_is_configured()
    {
        var exp = Tokens.InMinutes(60);

        await AssertPassesAsync(api.Instance, Tokens.Sign(new { sub = "ada", exp, iss = "any", aud = "any" }));
        await AssertPassesAsync(api.Instance, Tokens.Sign(new { sub = "ada", exp, aud = (string[])["a", "b"] }));
    }

    [Theory]
    [InlineData("HS384", 32)]
    [InlineData("HS384", 64)]
    [InlineData("HS512", 32)]
    [InlineData("HS512", 200)]
    public async Task Only_the_configured_algorithm_passes(string algorithm, int length)
    {
        var secret = new string('s', length);
        await using var instance = await TodoApi.StartAsync(
            await api.Databases.CreateAsync(), ("JWT_ALGORITHM", algorithm), ("BETTER_AUTH_SECRET", secret));
        var payload = new { sub = "ada", exp = Tokens.InMinutes(60) };

        await AssertPassesAsync(instance, Tokens.Sign(payload, new { alg = algorithm }, secret));

        foreach (var other in (string[])["HS256", "HS384", "HS512", "none"])
        {
            if (other != algorithm)
            {
                await AssertRefusedAsync(instance, Tokens.Sign(payload, new { alg = other }, secret));
            }
        }
    }

    [Theory]
    [InlineData("12345678901234567890123456789012")]
    [InlineData("a secret with spaces, ümlauts and 🦄 in it")]
    public async Task The_secret_counts_as_its_utf8_text(string secret)
    {
        Assert.InRange(Encoding.UTF8.GetByteCount(secret), 32, 64);
        await using var instance = await TodoApi.StartAsync(await api.Databases.CreateAsync(), ("BETTER_AUTH_SECRET", secret));
        var payload = new { sub = "ada", exp = Tokens.InMinutes(60) };

        await AssertPassesAsync(instance, Tokens.Sign(payload, secret: secret));
        await AssertRefusedAsync(instance, Tokens.Sign(payload));
    }

    private static async Task AssertPassesAsync(ApiInstance instance, string token)
    {
        using var client = instance.NewClient(token);
        using var response = await client.GetAsync("/api/ada/tasks", Ct);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static async Task AssertRefusedAsync(ApiInstance instance, string token)
    {
        using var client = instance.NewClient(token);
        using var response = await client.GetAsync("/api/ada/tasks", Ct);
        await response.AssertProblemAsync(HttpStatusCode.Unauthorized, "TOKEN_INVALID");
    }
}
