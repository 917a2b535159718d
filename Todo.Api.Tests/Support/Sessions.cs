using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Todo.Api.Tests.Support;

/// <summary>Local accounts.</summary>
internal static class Sessions
{
    internal const string Password = "correct horse battery";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    internal static string NewEmail() => $"Ada.{Guid.NewGuid():N}@Example.com";

    internal static Task<HttpResponseMessage> RegisterAsync(this HttpClient client, string email, string password = Password) =>
        client.PostAsJsonAsync("/api/auth/register", new { email, password, name = "Ada" }, Ct);

    internal static Task<HttpResponseMessage> LoginAsync(this HttpClient client, string email, string password = Password) =>
        client.PostAsJsonAsync("/api/auth/login", new { email, password }, Ct);

    internal static Task<HttpResponseMessage> RefreshAsync(this HttpClient client, string refreshToken) =>
        client.PostAsJsonAsync("/api/auth/refresh", new { refresh_token = refreshToken }, Ct);

    internal static Task<HttpResponseMessage> LogoutAsync(this HttpClient client, string refreshToken) =>
        client.PostAsJsonAsync("/api/auth/logout", new { refresh_token = refreshToken }, Ct);

    /// <summary>The session in a response that must be one.</summary>
    internal static async Task<JsonElement> SessionAsync(this Task<HttpResponseMessage> request, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var response = await request;
        Assert.True(status == response.StatusCode, await response.Content.ReadAsStringAsync(Ct));
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());

        var session = await response.JsonAsync();
        Assert.Equal(["access_token", "token_type", "expires_in", "refresh_token", "user"], session.EnumerateObject().Select(member => member.Name));
        Assert.Equal(["id", "email", "name", "created_at"], session.GetProperty("user").EnumerateObject().Select(member => member.Name));
        Assert.Equal("bearer", session.Text("token_type"));
        return session;
    }

    internal static string RefreshToken(this JsonElement session) => session.Text("refresh_token")!;
}
