using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Auth;

public sealed class LogoutTests(TodoApi api)
{
    [Fact]
    public async Task Ends_the_session_and_may_be_repeated()
    {
        var session = await api.RegisterAsync(Sessions.NewEmail()).SessionAsync(201);
        var next = await api.RefreshAsync(session.RefreshToken()).SessionAsync();

        var logout = await api.LogoutAsync(next.RefreshToken());
        var again = await api.LogoutAsync(next.RefreshToken());
        var unknown = await api.LogoutAsync("never a token");
        var refresh = await api.RefreshAsync(next.RefreshToken());

        Assert.All([logout, again, unknown], response => response.StatusCodeShouldBe(204));
        refresh.ShouldBeProblem("TOKEN_INVALID");
    }

    [Theory]
    [InlineData("logout", null)]
    [InlineData("signout", null)]
    [InlineData("sign-out", "{}")]
    [InlineData("logout", """{"refresh_token":null}""")]
    [InlineData("logout", """{"refresh_token":""}""")]
    public async Task Has_nothing_to_end_without_a_token(string name, string? body)
    {
        var session = await api.RegisterAsync(Sessions.NewEmail()).SessionAsync(201);
        var ada = api.NewUser(session.GetProperty("user").Text("id")) with { Token = session.Text("token")! };

        var logout = await ada.SendAsync(HttpMethod.Post, $"/api/auth/{name}", body);

        logout.StatusCodeShouldBe(204);
        await api.RefreshAsync(session.RefreshToken()).SessionAsync();
    }
}
