using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Auth;

public sealed class RefreshTests(TodoApi api)
{
    [Fact]
    public async Task Gives_the_next_session_of_the_same_user()
    {
        var first = await api.RegisterAsync(Sessions.NewEmail()).SessionAsync(201);

        var second = await api.RefreshAsync(first.RefreshToken()).SessionAsync();
        var third = await api.RefreshAsync(second.RefreshToken()).SessionAsync();

        Assert.Equal(first.GetProperty("user").ToString(), third.GetProperty("user").ToString());
        Assert.Equal(3, new[] { first, second, third }.Select(session => session.RefreshToken()).Distinct().Count());
    }

    [Fact]
    public async Task Revokes_the_whole_family_when_a_spent_token_comes_again()
    {
        var email = Sessions.NewEmail();
        var first = await api.RegisterAsync(email).SessionAsync(201);
        var other = await api.LoginAsync(email).SessionAsync();
        var second = await api.RefreshAsync(first.RefreshToken()).SessionAsync();

        var reused = await api.RefreshAsync(first.RefreshToken());
        var latest = await api.RefreshAsync(second.RefreshToken());

        reused.ShouldBeProblem("TOKEN_INVALID");
        latest.ShouldBeProblem("TOKEN_INVALID");
        await api.RefreshAsync(other.RefreshToken()).SessionAsync();
    }

    [Fact]
    public async Task Of_parallel_attempts_with_one_token_one_wins()
    {
        var session = await api.RegisterAsync(Sessions.NewEmail()).SessionAsync(201);

        var responses = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => api.RefreshAsync(session.RefreshToken())));

        Assert.Equal(1, responses.Count(response => response.Status() == 200));
        Assert.Equal(7, responses.Count(response => response.Status() == 401));
    }

    [Fact]
    public async Task Refuses_a_token_that_has_expired()
    {
        var session = await api.RegisterAsync(Sessions.NewEmail()).SessionAsync(201);
        await api.ExecuteAsync($"UPDATE refresh_tokens SET expires_at = now() WHERE user_id = '{session.GetProperty("user").Text("id")}'");

        var response = await api.RefreshAsync(session.RefreshToken());

        response.ShouldBeProblem("TOKEN_INVALID");
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("ünknown 🔑")]
    public async Task Refuses_what_was_never_a_token(string token)
    {
        var response = await api.RefreshAsync(token);

        response.ShouldBeProblem("TOKEN_INVALID");
        Assert.Equal("Bearer error=\"invalid_token\"", response.Header("WWW-Authenticate"));
    }

    [Fact]
    public async Task Stores_no_token_in_clear()
    {
        var session = await api.RegisterAsync(Sessions.NewEmail()).SessionAsync(201);

        var stored = (string)(await api.ExecuteAsync(
            $"SELECT string_agg(refresh_tokens::text || convert_from(decode(encode(hash, 'base64'), 'escape'), 'SQL_ASCII'), ' ') FROM refresh_tokens WHERE user_id = '{session.GetProperty("user").Text("id")}'"))!;

        Assert.DoesNotContain(session.RefreshToken(), stored, StringComparison.Ordinal);
    }
}
