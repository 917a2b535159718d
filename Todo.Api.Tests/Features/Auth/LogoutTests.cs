using System.Net;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Auth;

public sealed class LogoutTests(TodoApi api)
{
    [Fact]
    public async Task Ends_the_session_and_may_be_repeated()
    {
        using var client = api.NewClient();
        var session = await client.RegisterAsync(Sessions.NewEmail()).SessionAsync(HttpStatusCode.Created);
        var next = await client.RefreshAsync(session.RefreshToken()).SessionAsync();

        using var logout = await client.LogoutAsync(next.RefreshToken());
        using var again = await client.LogoutAsync(next.RefreshToken());
        using var unknown = await client.LogoutAsync("never a token");
        using var refresh = await client.RefreshAsync(next.RefreshToken());

        Assert.All([logout, again, unknown], response => Assert.Equal(HttpStatusCode.NoContent, response.StatusCode));
        await refresh.AssertProblemAsync(HttpStatusCode.Unauthorized, "TOKEN_INVALID");
    }
}
