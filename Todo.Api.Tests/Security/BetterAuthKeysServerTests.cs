using System.IdentityModel.Tokens.Jwt;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.IdentityModel.Tokens;
using Todo.Api.Security;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Security;

public sealed class BetterAuthKeysServerTests : IDisposable
{
    private readonly HttpClient _http = new(BetterAuthKeys.CreateHandler());

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData("EdDSA")]
    [InlineData("ES256")]
    [InlineData("ES512")]
    [InlineData("RS256")]
    [InlineData("PS256")]
    public async Task Verifies_the_tokens_of_a_real_server_through_rotation_and_outage(string algorithm)
    {
        await using var server = await BetterAuthServer.RunAsync(algorithm, Ct);
        var keys = KeysOf(server);
        var ada = await server.SignUpAsync(Ct);
        var bob = await server.SignUpAsync(Ct);

        Assert.Equal(algorithm, new JwtSecurityToken(ada.Token).Header.Alg);
        Assert.Equal(ada.Id, await SubjectAsync(keys, ada.Token));
        Assert.Equal(bob.Id, await SubjectAsync(keys, bob.Token));

        // The first token after a rotation is good at once, the one before it no more.
        await server.RotateAsync(Ct);
        var renewed = await server.NewTokenAsync(ada, Ct);
        Assert.Equal(ada.Id, await SubjectAsync(keys, renewed));
        Assert.Null(await SubjectAsync(keys, bob.Token));
        Assert.Equal(1, keys.Version);

        // While the server is away, what is known stays good, and who comes new cannot tell.
        await server.StopAsync(Ct);
        var late = KeysOf(server);
        Assert.Equal(ada.Id, await SubjectAsync(keys, renewed));
        Assert.Equal(KeyLookupOutcome.Unavailable, (await LookUpAsync(late, renewed)).Outcome);

        await server.StartAsync(Ct);
        Assert.Equal(ada.Id, await SubjectAsync(KeysOf(server), renewed));
    }

    [Fact]
    public async Task Leaves_the_tokens_of_a_shared_secret_alone()
    {
        await using var server = await BetterAuthServer.RunAsync("HS256", Ct);
        var user = await server.SignUpAsync(Ct);
        SymmetricSecurityKey secret = new(Encoding.UTF8.GetBytes(BetterAuthServer.Secret));

        Assert.True(BetterAuthKeysTokens.TryRead(user.Token, [secret], out var subject));
        Assert.Equal(user.Id, subject);
        Assert.Equal(KeyLookupOutcome.Unknown, (await LookUpAsync(KeysOf(server), user.Token)).Outcome);
    }

    private BetterAuthKeys KeysOf(BetterAuthServer server) =>
        new(_http, server.KeySetUrl, TimeProvider.System, NullLogger<BetterAuthKeys>.Instance);

    private static async Task<KeyLookup> LookUpAsync(BetterAuthKeys keys, string token)
    {
        var header = new JwtSecurityToken(token).Header;
        return await keys.FindAsync(header.Kid, header.Alg, Ct);
    }

    private static async Task<string?> SubjectAsync(BetterAuthKeys keys, string token) =>
        BetterAuthKeysTokens.TryRead(token, (await LookUpAsync(keys, token)).Keys, out var subject) ? subject : null;
}
