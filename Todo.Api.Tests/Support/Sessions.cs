using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Alba;

namespace Todo.Api.Tests.Support;

/// <summary>Local accounts.</summary>
internal static class Sessions
{
    internal const string Password = "correct horse battery";

    internal static string NewEmail() => $"Ada.{Guid.NewGuid():N}@Example.com";

    internal static Task<IScenarioResult> RegisterAsync(this TodoApi api, string email, string password = Password) =>
        api.Host.PostAsync("/api/auth/register", new { email, password, name = "Ada" });

    internal static Task<IScenarioResult> LoginAsync(this TodoApi api, string email, string password = Password) =>
        api.Host.PostAsync("/api/auth/login", new { email, password });

    internal static Task<IScenarioResult> RefreshAsync(this TodoApi api, string refreshToken) =>
        api.Host.PostAsync("/api/auth/refresh", new { refresh_token = refreshToken });

    internal static Task<IScenarioResult> LogoutAsync(this TodoApi api, string refreshToken) =>
        api.Host.PostAsync("/api/auth/logout", new { refresh_token = refreshToken });

    internal static Task<HttpResponseMessage> RegisterAsync(this HttpClient client, string email) =>
        client.PostAsJsonAsync("/api/auth/register", new { email, password = Password, name = "Ada" }, TestContext.Current.CancellationToken);

    internal static Task<HttpResponseMessage> LoginAsync(this HttpClient client, string email) =>
        client.PostAsJsonAsync("/api/auth/login", new { email, password = Password }, TestContext.Current.CancellationToken);

    internal static async Task<JsonElement> SessionAsync(this Task<HttpResponseMessage> request, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var response = await request;
        Assert.Equal(status, response.StatusCode);
        return await response.JsonAsync();
    }

    /// <summary>The session in an answer that must be one.</summary>
    internal static async Task<JsonElement> SessionAsync(this Task<IScenarioResult> request, int status = 200)
    {
        var result = (await request).StatusCodeShouldBe(status);
        Assert.Equal("no-store", result.Header("Cache-Control"));

        var session = result.Json();
        Assert.Equal(["access_token", "token", "token_type", "expires_in", "refresh_token", "user"], session.EnumerateObject().Select(member => member.Name));
        Assert.Equal(["id", "email", "name", "created_at"], session.GetProperty("user").EnumerateObject().Select(member => member.Name));
        Assert.Equal("bearer", session.Text("token_type"));
        Assert.Equal(session.Text("access_token"), session.Text("token"));
        return session;
    }

    internal static string RefreshToken(this JsonElement session) => session.Text("refresh_token")!;
}
