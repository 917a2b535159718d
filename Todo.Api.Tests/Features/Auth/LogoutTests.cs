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
}
