using System.Net;
using System.Net.Http.Json;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Auth;

public sealed class RegisterTests(TodoApi api)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Gives_a_session_that_works_at_once()
    {
        using var client = api.NewClient();

        var session = await client.RegisterAsync(Sessions.NewEmail()).SessionAsync(HttpStatusCode.Created);

        Assert.Equal(604800, session.GetProperty("expires_in").GetInt32());
        using var ada = api.NewClient(session.Text("access_token"));
        var id = session.GetProperty("user").Text("id");
        using var created = await ada.PostAsJsonAsync($"/api/{id}/tasks", new { title = "first" }, Ct);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        using var me = await ada.GetAsync("/api/auth/me", Ct);
        Assert.Equal(session.GetProperty("user").ToString(), (await me.JsonAsync()).ToString());
    }

    [Fact]
    public async Task Refuses_an_email_that_differs_only_in_case()
    {
        using var client = api.NewClient();
        var email = Sessions.NewEmail();
        await client.RegisterAsync(email).SessionAsync(HttpStatusCode.Created);

        using var response = await client.RegisterAsync($"  {email.ToUpperInvariant()} ");

        await response.AssertProblemAsync(HttpStatusCode.Conflict, "EMAIL_TAKEN");
    }

    [Fact]
    public async Task Lets_one_of_parallel_attempts_win()
    {
        using var client = api.NewClient();
        var email = Sessions.NewEmail();

        var responses = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => client.RegisterAsync(email)));

        Assert.Equal(1, responses.Count(response => response.StatusCode == HttpStatusCode.Created));
        Assert.Equal(5, responses.Count(response => response.StatusCode == HttpStatusCode.Conflict));
    }

    [Theory]
    [InlineData("1234567", false)]
    [InlineData("12345678", true)]
    [InlineData("🔒🔒🔒🔒🔒🔒🔒", false)]
    [InlineData("🔒🔒🔒🔒🔒🔒🔒🔒", true)]
    [InlineData("123456789012345678901234567890123456789012345678901234567890123456789012", true)]
    [InlineData("1234567890123456789012345678901234567890123456789012345678901234567890123", false)]
    [InlineData("éééééééééééééééééééééééééééééééééééé", true)]
    [InlineData("ééééééééééééééééééééééééééééééééééééé", false)]
    [InlineData("with a \0 in it", false)]
    public async Task Takes_passwords_from_8_characters_to_72_bytes(string password, bool isTaken)
    {
        using var client = api.NewClient();
        var email = Sessions.NewEmail();

        using var response = await client.RegisterAsync(email, password);

        if (isTaken)
        {
            Assert.Equal(HttpStatusCode.Created, response.StatusCode);
            await client.LoginAsync(email, password).SessionAsync();
        }
        else
        {
            await response.AssertInvalidAsync("password");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("ada")]
    [InlineData("@example.com")]
    [InlineData("ada@")]
    [InlineData("a@b@c")]
    [InlineData("a da@example.com")]
    [InlineData("ada\u0007@example.com")]
    public async Task Refuses_what_is_no_email(string email)
    {
        using var client = api.NewClient();

        using var response = await client.RegisterAsync(email);

        await response.AssertInvalidAsync("email");
    }

    [Fact]
    public async Task Tells_everything_that_is_wrong_at_once()
    {
        using var client = api.NewClient();

        using var response = await client.PostAsJsonAsync("/api/auth/register", new { email = "x", password = 5, nam = "q" }, Ct);

        var errors = await response.AssertInvalidAsync("email", "password", "nam");
        Assert.Contains("did you mean 'name'?", Assert.Single(errors["nam"]), StringComparison.Ordinal);
    }
}
