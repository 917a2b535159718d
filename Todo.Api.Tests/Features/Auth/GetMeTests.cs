using System.Net;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Auth;

public sealed class GetMeTests(TodoApi api)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tells_what_a_foreign_token_says_and_when_its_user_was_first_seen()
    {
        var id = $"user-{Guid.NewGuid():N}";
        using var client = api.NewClient(Tokens.Sign(new { sub = id, email = "ada@example.com", name = "Ada", exp = Tokens.InMinutes(5) }));

        using var first = await client.GetAsync("/api/auth/me", Ct);
        using var second = await client.GetAsync("/api/auth/me", Ct);

        var me = await first.JsonAsync();
        Assert.Equal(["id", "email", "name", "created_at"], me.EnumerateObject().Select(member => member.Name));
        Assert.Equal((id, "ada@example.com", "Ada"), (me.Text("id"), me.Text("email"), me.Text("name")));
        Assert.Equal(me.ToString(), (await second.JsonAsync()).ToString());
    }

    [Fact]
    public async Task Knows_an_id_alone()
    {
        var ada = api.NewUser();

        using var response = await ada.Client.GetAsync("/api/auth/me", Ct);

        var me = await response.JsonAsync();
        Assert.Equal((ada.Id, null, null), (me.Text("id"), me.Text("email"), me.Text("name")));
    }

    [Fact]
    public async Task Asks_for_a_token()
    {
        using var client = api.NewClient();

        using var response = await client.GetAsync("/api/auth/me", Ct);

        await response.AssertProblemAsync(HttpStatusCode.Unauthorized, "AUTH_REQUIRED");
    }

    [Fact]
    public async Task Is_all_that_is_left_where_local_accounts_are_off()
    {
        await using var instance = await TodoApi.StartAsync(await api.Databases.CreateAsync(), ("ENVIRONMENT", "production"));
        var ada = instance.NewUser();

        using var me = await ada.Client.GetAsync("/api/auth/me", Ct);
        using var register = await ada.Client.RegisterAsync(Sessions.NewEmail());

        Assert.Equal(HttpStatusCode.OK, me.StatusCode);
        await register.AssertProblemAsync(HttpStatusCode.NotFound, "NOT_FOUND");
    }
}
