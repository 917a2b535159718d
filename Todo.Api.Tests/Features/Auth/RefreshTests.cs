using System.Net;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Auth;

public sealed class RefreshTests(TodoApi api)
{
    [Fact]
    public async Task Gives_the_next_session_of_the_same_user()
    {
        using var client = api.NewClient();
        var first = await client.RegisterAsync(Sessions.NewEmail()).SessionAsync(HttpStatusCode.Created);

        var second = await client.RefreshAsync(first.RefreshToken()).SessionAsync();
        var third = await client.RefreshAsync(second.RefreshToken()).SessionAsync();

        Assert.Equal(first.GetProperty("user").ToString(), third.GetProperty("user").ToString());
        Assert.Equal(3, new[] { first, second, third }.Select(session => session.RefreshToken()).Distinct().Count());
    }

    [Fact]
    public async Task Revokes_the_whole_family_when_a_spent_token_comes_again()
    {
        using var client = api.NewClient();
        var email = Sessions.NewEmail();
        var first = await client.RegisterAsync(email).SessionAsync(HttpStatusCode.Created);
        var other = await client.LoginAsync(email).SessionAsync();
        var second = await client.RefreshAsync(first.RefreshToken()).SessionAsync();

        using var reused = await client.RefreshAsync(first.RefreshToken());
        using var latest = await client.RefreshAsync(second.RefreshToken());

        await reused.AssertProblemAsync(HttpStatusCode.Unauthorized, "TOKEN_INVALID");
        await latest.AssertProblemAsync(HttpStatusCode.Unauthorized, "TOKEN_INVALID");
        await client.RefreshAsync(other.RefreshToken()).SessionAsync();
    }

    [Fact]
    public async Task Of_parallel_attempts_with_one_token_one_wins()
    {
        using var client = api.NewClient();
        var session = await client.RegisterAsync(Sessions.NewEmail()).SessionAsync(HttpStatusCode.Created);

        var responses = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => client.RefreshAsync(session.RefreshToken())));

        Assert.Equal(1, responses.Count(response => response.StatusCode == HttpStatusCode.OK));
        Assert.Equal(7, responses.Count(response => response.StatusCode == HttpStatusCode.Unauthorized));
    }

    [Fact]
    public async Task Refuses_a_token_that_has_expired()
    {
        using var client = api.NewClient();
        var session = await client.RegisterAsync(Sessions.NewEmail()).SessionAsync(HttpStatusCode.Created);
        await using var command = api.Instance.Services.DataSource()
            .CreateCommand($"UPDATE refresh_tokens SET expires_at = now() WHERE user_id = '{session.GetProperty("user").Text("id")}'");
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        using var response = await client.RefreshAsync(session.RefreshToken());

        await response.AssertProblemAsync(HttpStatusCode.Unauthorized, "TOKEN_INVALID");
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("ünknown 🔑")]
    public async Task Refuses_what_was_never_a_token(string token)
    {
        using var client = api.NewClient();

        using var response = await client.RefreshAsync(token);

        await response.AssertProblemAsync(HttpStatusCode.Unauthorized, "TOKEN_INVALID");
        Assert.Equal("Bearer error=\"invalid_token\"", response.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task Stores_no_token_in_clear()
    {
        using var client = api.NewClient();
        var session = await client.RegisterAsync(Sessions.NewEmail()).SessionAsync(HttpStatusCode.Created);
        await using var command = api.Instance.Services.DataSource().CreateCommand(
            $"SELECT string_agg(refresh_tokens::text || convert_from(decode(encode(hash, 'base64'), 'escape'), 'SQL_ASCII'), ' ') FROM refresh_tokens WHERE user_id = '{session.GetProperty("user").Text("id")}'");

        var stored = (string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;

        Assert.DoesNotContain(session.RefreshToken(), stored, StringComparison.Ordinal);
    }
}
