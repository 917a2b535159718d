using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Auth;

public sealed class RegisterTests(TodoApi api)
{
    [Fact]
    public async Task Gives_a_session_that_works_at_once()
    {
        var session = await api.RegisterAsync(Sessions.NewEmail()).SessionAsync(201);

        Assert.Equal(604800, session.GetProperty("expires_in").GetInt32());
        var ada = api.NewUser(session.GetProperty("user").Text("id")) with { Token = session.Text("access_token")! };
        await ada.CreateAsync("first");
        var me = await ada.GetAsync("/api/auth/me");
        Assert.Equal(session.GetProperty("user").ToString(), me.Json().ToString());
    }

    [Fact]
    public async Task Refuses_an_email_that_differs_only_in_case()
    {
        var email = Sessions.NewEmail();
        await api.RegisterAsync(email).SessionAsync(201);

        var response = await api.RegisterAsync($"  {email.ToUpperInvariant()} ");

        Assert.StartsWith("Email already registered. ", response.ShouldBeProblem("EMAIL_TAKEN").Text("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("signup")]
    [InlineData("sign-up/email")]
    public async Task Is_there_under_the_names_of_others(string name)
    {
        var email = Sessions.NewEmail();

        await api.Host.PostAsync($"/api/auth/{name}", new { email, password = Sessions.Password, name = "Ada" }).SessionAsync(201);

        await api.LoginAsync(email).SessionAsync();
    }

    [Theory]
    [InlineData("username")]
    [InlineData("display_name")]
    [InlineData("full_name")]
    public async Task Takes_the_name_under_the_names_of_others(string member)
    {
        var body = new Dictionary<string, string> { ["email"] = Sessions.NewEmail(), ["password"] = Sessions.Password, [member] = "Ada" };

        var session = await api.Host.PostAsync("/api/auth/register", body).SessionAsync(201);

        Assert.Equal("Ada", session.GetProperty("user").Text("name"));
    }

    [Fact]
    public async Task Says_in_the_token_who_it_is_in_both_claims_that_front_ends_read()
    {
        var session = await api.RegisterAsync(Sessions.NewEmail()).SessionAsync(201);

        var claims = new JsonWebToken(session.Text("token"));

        Assert.Equal(session.GetProperty("user").Text("id"), claims.Subject);
        Assert.Equal(claims.Subject, claims.GetClaim("user_id").Value);
    }

    [Fact]
    public async Task Lets_one_of_parallel_attempts_win()
    {
        var email = Sessions.NewEmail();

        var responses = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => api.RegisterAsync(email)));

        Assert.Equal(1, responses.Count(response => response.Status() == 201));
        Assert.Equal(5, responses.Count(response => response.Status() == 409));
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
        var email = Sessions.NewEmail();

        var response = await api.RegisterAsync(email, password);

        if (isTaken)
        {
            response.StatusCodeShouldBe(201);
            await api.LoginAsync(email, password).SessionAsync();
        }
        else
        {
            response.ShouldBeInvalid("password");
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
        var response = await api.RegisterAsync(email);

        response.ShouldBeInvalid("email");
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("\u200B")]
    [InlineData("\uFEFF \u3164")]
    public async Task Takes_a_name_of_which_nothing_can_be_seen_for_none(string name)
    {
        var session = await api.Host.PostAsync("/api/auth/register", new { email = Sessions.NewEmail(), password = Sessions.Password, name }).SessionAsync(201);

        Assert.Equal(JsonValueKind.Null, session.GetProperty("user").GetProperty("name").ValueKind);
    }

    [Fact]
    public async Task Tells_everything_that_is_wrong_at_once()
    {
        var response = await api.Host.PostAsync("/api/auth/register", new { email = "x", password = 5, nam = "q" });

        var errors = response.ShouldBeInvalid("email", "password", "nam");
        Assert.Contains("did you mean 'name'?", Assert.Single(errors["nam"]), StringComparison.Ordinal);
    }
}
