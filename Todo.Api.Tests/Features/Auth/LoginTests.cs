using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Auth;

public sealed class LoginTests(TodoApi api)
{
    [Fact]
    public async Task Takes_the_email_in_any_case()
    {
        var email = Sessions.NewEmail();
        var registered = await api.RegisterAsync(email).SessionAsync(201);

        var session = await api.LoginAsync(email.ToUpperInvariant()).SessionAsync();

        Assert.Equal(registered.GetProperty("user").ToString(), session.GetProperty("user").ToString());
    }

    [Fact]
    public async Task Takes_an_oauth2_password_form()
    {
        var email = Sessions.NewEmail();
        await api.RegisterAsync(email).SessionAsync(201);

        var form = new Dictionary<string, string> { ["grant_type"] = "password", ["username"] = email, ["password"] = Sessions.Password, ["scope"] = "" };
        await api.Scenario(_ => _.Post.FormData(form).ToUrl("/api/auth/login")).SessionAsync();
    }

    [Theory]
    [InlineData("password", null)]
    [InlineData("", null)]
    [InlineData("authorization_code", "must be 'password'")]
    [InlineData("Password", "must be 'password'")]
    public async Task Knows_one_kind_of_grant(string grant, string? complaint)
    {
        var email = Sessions.NewEmail();
        await api.RegisterAsync(email).SessionAsync(201);

        var form = new Dictionary<string, string> { ["grant_type"] = grant, ["username"] = email, ["password"] = Sessions.Password };
        var answer = await api.Scenario(_ =>
        {
            _.Post.FormData(form).ToUrl("/api/auth/token");
            _.StatusCodeShouldBe(complaint is null ? 200 : 422);
        });

        if (complaint is not null)
        {
            answer.ShouldBeProblem("VALIDATION_ERROR", ("grant_type", complaint));
        }
    }

    [Theory]
    [InlineData("signin")]
    [InlineData("sign-in/email")]
    [InlineData("token")]
    public async Task Is_there_under_the_names_of_others(string name)
    {
        var email = Sessions.NewEmail();
        await api.RegisterAsync(email).SessionAsync(201);

        await api.Host.PostAsync($"/api/auth/{name}", new { email, password = Sessions.Password }).SessionAsync();
        var refused = await api.Host.PostAsync($"/api/auth/{name}", new { email, password = "wrong horse battery" });

        Assert.Equal("Invalid email or password.", refused.ShouldBeProblem("INVALID_CREDENTIALS").Text("detail"));
    }

    [Fact]
    public async Task Tells_of_unknown_fields_of_a_form()
    {
        var refused = await api.Scenario(_ =>
        {
            _.Post.FormData(new Dictionary<string, string> { ["user"] = "x", ["password"] = "y" }).ToUrl("/api/auth/login");
            _.StatusCodeShouldBe(422);
        });

        var errors = refused.ShouldBeInvalid("email", "user");
        Assert.Contains("did you mean 'email'?", Assert.Single(errors["user"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_the_same_of_an_unknown_email_and_a_wrong_password()
    {
        var email = Sessions.NewEmail();
        await api.RegisterAsync(email).SessionAsync(201);

        var wrongPassword = await api.LoginAsync(email, "wrong horse battery");
        var unknownEmail = await api.LoginAsync(Sessions.NewEmail());
        var tooLong = await api.LoginAsync(email, new string('x', 5000));

        var problems = new[] { wrongPassword, unknownEmail, tooLong };
        Assert.Single((await Task.WhenAll(problems.Select(async response =>
            (response.ShouldBeProblem("INVALID_CREDENTIALS")).Text("detail")))).Distinct());
        Assert.All(problems, response => Assert.Equal("Bearer", response.Header("WWW-Authenticate")));
    }

    [Fact]
    public async Task Takes_an_old_bcrypt_hash_and_stores_a_better_one()
    {
        var email = Sessions.NewEmail();
        var session = await api.RegisterAsync(email).SessionAsync(201);
        var id = session.GetProperty("user").Text("id");

        // "U*U" by the original implementation, at cost 5.
        await api.ExecuteAsync($"UPDATE users SET password_hash = '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW' WHERE id = '{id}'");
        await api.LoginAsync(email, "U*U").SessionAsync();

        Assert.StartsWith("$2b$12$", (string)(await api.ExecuteAsync($"SELECT password_hash FROM users WHERE id = '{id}'"))!, StringComparison.Ordinal);
        await api.LoginAsync(email, "U*U").SessionAsync();
    }

    [Fact]
    public async Task Thirty_sign_ins_at_once_keep_no_other_request_waiting()
    {
        var email = Sessions.NewEmail();
        await api.RegisterAsync(email).SessionAsync(201);

        var logins = Enumerable.Range(0, 30).Select(_ => api.LoginAsync(email)).ToArray();
        var ada = api.NewUser();
        await ada.CreateIdAsync();

        Assert.Contains(logins, login => !login.IsCompleted);
        Assert.All(await Task.WhenAll(logins), response => response.StatusCodeShouldBe(200));
    }
}
