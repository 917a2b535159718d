using System.Net;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Auth;

public sealed class LoginTests(TodoApi api)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Takes_the_email_in_any_case()
    {
        using var client = api.NewClient();
        var email = Sessions.NewEmail();
        var registered = await client.RegisterAsync(email).SessionAsync(HttpStatusCode.Created);

        var session = await client.LoginAsync(email.ToUpperInvariant()).SessionAsync();

        Assert.Equal(registered.GetProperty("user").ToString(), session.GetProperty("user").ToString());
    }

    [Fact]
    public async Task Takes_an_oauth2_password_form()
    {
        using var client = api.NewClient();
        var email = Sessions.NewEmail();
        await client.RegisterAsync(email).SessionAsync(HttpStatusCode.Created);

        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "password",
            ["username"] = email,
            ["password"] = Sessions.Password,
            ["scope"] = "",
        });
        await client.PostAsync("/api/auth/login", form, Ct).SessionAsync();
    }

    [Fact]
    public async Task Tells_of_unknown_fields_of_a_form()
    {
        using var client = api.NewClient();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["user"] = "x", ["password"] = "y" });

        using var response = await client.PostAsync("/api/auth/login", form, Ct);

        var errors = await response.AssertInvalidAsync("user");
        Assert.Contains("did you mean 'username'?", Assert.Single(errors["user"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_the_same_of_an_unknown_email_and_a_wrong_password()
    {
        using var client = api.NewClient();
        var email = Sessions.NewEmail();
        await client.RegisterAsync(email).SessionAsync(HttpStatusCode.Created);

        using var wrongPassword = await client.LoginAsync(email, "wrong horse battery");
        using var unknownEmail = await client.LoginAsync(Sessions.NewEmail());
        using var tooLong = await client.LoginAsync(email, new string('x', 5000));

        var problems = new[] { wrongPassword, unknownEmail, tooLong };
        Assert.Single((await Task.WhenAll(problems.Select(async response =>
            (await response.AssertProblemAsync(HttpStatusCode.Unauthorized, "INVALID_CREDENTIALS")).Text("detail")))).Distinct());
        Assert.All(problems, response => Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString()));
    }

    [Fact]
    public async Task Takes_an_old_bcrypt_hash_and_stores_a_better_one()
    {
        using var client = api.NewClient();
        var email = Sessions.NewEmail();
        var session = await client.RegisterAsync(email).SessionAsync(HttpStatusCode.Created);
        var id = session.GetProperty("user").Text("id");

        // "U*U" by the original implementation, at cost 5.
        await ExecuteAsync($"UPDATE users SET password_hash = '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW' WHERE id = '{id}'");
        await client.LoginAsync(email, "U*U").SessionAsync();

        Assert.StartsWith("$2b$12$", (string)(await ExecuteAsync($"SELECT password_hash FROM users WHERE id = '{id}'"))!, StringComparison.Ordinal);
        await client.LoginAsync(email, "U*U").SessionAsync();
    }

    [Fact]
    public async Task Thirty_sign_ins_at_once_keep_nobody_else_waiting()
    {
        using var client = api.NewClient();
        var email = Sessions.NewEmail();
        await client.RegisterAsync(email).SessionAsync(HttpStatusCode.Created);

        var logins = Enumerable.Range(0, 30).Select(_ => client.LoginAsync(email)).ToArray();
        var ada = api.NewUser();
        await ada.CreateIdAsync();

        Assert.Contains(logins, login => !login.IsCompleted);
        Assert.All(await Task.WhenAll(logins), response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
    }

    private async Task<object?> ExecuteAsync(string sql)
    {
        await using var command = api.Instance.Services.DataSource().CreateCommand(sql);
        return await command.ExecuteScalarAsync(Ct);
    }
}
