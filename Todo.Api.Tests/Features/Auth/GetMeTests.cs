using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Auth;

public sealed class GetMeTests(TodoApi api)
{
    [Fact]
    public async Task Tells_what_a_foreign_token_says_and_when_its_user_was_first_seen()
    {
        var id = $"user-{Guid.NewGuid():N}";
        var ada = api.NewUser(id) with { Token = Tokens.Sign(new { sub = id, email = "ada@example.com", name = "Ada", exp = Tokens.InMinutes(5) }) };

        var first = await ada.GetAsync("/api/auth/me");
        var second = await ada.GetAsync("/api/auth/me");

        var me = first.Json();
        Assert.Equal(["id", "email", "name", "created_at"], me.EnumerateObject().Select(member => member.Name));
        Assert.Equal((id, "ada@example.com", "Ada"), (me.Text("id"), me.Text("email"), me.Text("name")));
        Assert.Equal(me.ToString(), second.Json().ToString());
    }

    [Fact]
    public async Task Knows_an_id_alone()
    {
        var ada = api.NewUser();

        var response = await ada.GetAsync("/api/auth/me");

        var me = response.Json();
        Assert.Equal((ada.Id, null, null), (me.Text("id"), me.Text("email"), me.Text("name")));
    }

    [Fact]
    public async Task Is_there_as_the_session_too()
    {
        var ada = api.NewUser();

        Assert.Equal((await ada.GetAsync("/api/auth/me")).ReadAsText(), (await ada.GetAsync("/api/auth/session")).ReadAsText());
    }

    [Fact]
    public async Task Writes_nothing_for_a_user_who_is_known()
    {
        var ada = api.NewUser();
        await ada.GetAsync("/api/auth/me");
        var row = await api.ExecuteAsync($"SELECT xmin::text || ctid::text FROM users WHERE id = '{ada.Id}'");

        await ada.GetAsync("/api/auth/me");

        Assert.NotNull(row);
        Assert.Equal(row, await api.ExecuteAsync($"SELECT xmin::text || ctid::text FROM users WHERE id = '{ada.Id}'"));
    }

    [Fact]
    public async Task Asks_for_a_token()
    {
        var refused = await api.Host.GetAsync("/api/auth/me");

        Assert.StartsWith("Not authenticated. ", refused.ShouldBeProblem("AUTH_REQUIRED").Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_all_that_is_left_where_local_accounts_are_off()
    {
        await using var production = await TodoApi.HostAsync(await api.Databases.CreateAsync(), ("ENVIRONMENT", "production"));
        var ada = production.NewUser();

        var me = await ada.GetAsync("/api/auth/me");
        var register = await production.PostAsync("/api/auth/register", new { email = Sessions.NewEmail(), password = Sessions.Password });

        me.StatusCodeShouldBe(200);
        register.ShouldBeProblem("NOT_FOUND");
    }
}
