using System.Net;
using System.Text;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Security;

/// <summary>First 401, then 403, then everything else; and whose path it is.</summary>
public sealed class OwnershipTests(TodoApi api)
{
    public static TheoryData<string, string> Requests => new()
    {
        { "GET", "tasks" },
        { "POST", "tasks" },
        { "GET", "tasks/1" },
        { "PUT", "tasks/1" },
        { "PATCH", "tasks/1" },
        { "DELETE", "tasks/1" },
        { "PATCH", "tasks/1/complete" },
        { "POST", "tasks/1/move" },
        { "GET", "tasks/abc" },
        { "GET", "tasks?limit=0" },
        { "GET", "tasks?unknown=1" },
        { "GET", "tasks/stats" },
        { "GET", "tasks?cursor=garbage" },
        { "GET", "tasks/" },
        { "GET", "" },
        { "GET", "nothing" },
        { "GET", "nothing/at/all" },
        { "POST", "nothing" },
        { "GET", "tasks/1/complete/more" },
        { "GET", "tasks/1/complete" },
        { "DELETE", "tasks" },
        { "POST", "tasks/1" },
        { "BREW", "tasks" },
        { "GET", "trash" },
        { "DELETE", "trash" },
        { "POST", "trash/1/restore" },
        { "DELETE", "trash/1" },
        { "GET", "trash/1" },
        { "GET", "tags" },
        { "PATCH", "tags/home" },
        { "DELETE", "tags/home" },
        { "GET", "lists" },
        { "POST", "lists" },
        { "GET", "lists/1" },
        { "PUT", "lists/1" },
        { "PATCH", "lists/1" },
        { "DELETE", "lists/1" },
    };

    public static TheoryData<string> UserIds =>
    [
        "auth0|123", "a b", " leading", "trailing ", "a/b", "/", "a//b", "100%", "%", "%2F", "a%2Fb", "%25", "🦄", "é", "e\u0301", "日本語",
        "a+b", "a;b", "a?b", "a#b", "a:b", "a@b.example", "a,b", "a=b&c=d", "a\\b", "\"quoted\"", "'; --", "<b>", "{user_id}", "[0]", "~", "*", "(x)", "$", "!",
        "api", "me", "complete", "0", "-1", "null", "undefined", "00000000-0000-0000-0000-000000000000", "google-oauth2|1", "...", "a.", "A",
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_request_without_a_token_gets_a_401_whatever_is_there(string method, string path)
    {
        using var client = api.NewClient();

        using var response = await client.SendAsync(new HttpRequestMessage(new(method), $"/api/bob/{path}"), Ct);

        await response.AssertProblemAsync(HttpStatusCode.Unauthorized, "AUTH_REQUIRED");
        Assert.Equal("Bearer", Assert.Single(response.Headers.WwwAuthenticate).Scheme);
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Another_user_gets_a_403_whatever_is_there(string method, string path)
    {
        using var client = api.NewClient(Tokens.For("ada"));

        using var response = await client.SendAsync(new HttpRequestMessage(new(method), $"/api/bob/{path}"), Ct);

        await response.AssertProblemAsync(HttpStatusCode.Forbidden, "FORBIDDEN");
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task The_path_of_a_user_who_exists_looks_no_different(string method, string path)
    {
        var bob = api.NewUser();
        await bob.CreateIdAsync();
        using var client = api.NewClient(Tokens.For("ada"));

        using var response = await client.SendAsync(new HttpRequestMessage(new(method), $"/api/{bob.Id}/{path}"), Ct);

        await response.AssertProblemAsync(HttpStatusCode.Forbidden, "FORBIDDEN");
    }

    [Theory]
    [InlineData("{", "application/json")]
    [InlineData("[]", "application/json")]
    [InlineData("""{"title":1}""", "application/json")]
    [InlineData("""{"nonsense":1}""", "application/json")]
    [InlineData("title=x", "application/x-www-form-urlencoded")]
    [InlineData("x", "text/plain")]
    public async Task Whose_path_it_is_comes_before_what_is_in_the_body(string body, string mediaType)
    {
        var bob = api.NewUser();
        var id = await bob.CreateIdAsync();
        foreach (var (method, path) in ((string, string)[])[("POST", "tasks"), ("PUT", $"tasks/{id}"), ("PATCH", $"tasks/{id}"), ("PATCH", $"tasks/{id}/complete")])
        {
            using var anonymous = await SendAsync(null, method, $"/api/{bob.Id}/{path}", body, mediaType);
            using var foreign = await SendAsync(Tokens.For("ada"), method, $"/api/{bob.Id}/{path}", body, mediaType);

            await anonymous.AssertProblemAsync(HttpStatusCode.Unauthorized, "AUTH_REQUIRED");
            await foreign.AssertProblemAsync(HttpStatusCode.Forbidden, "FORBIDDEN");
        }

        Assert.Single(await bob.ListAsync());
    }

    [Fact]
    public async Task Whose_path_it_is_comes_before_how_long_the_body_is()
    {
        var body = $$"""{"title":"x"{{new string(' ', 65_536)}}}""";

        using var anonymous = await SendAsync(null, "POST", "/api/bob/tasks", body, "application/json");
        using var foreign = await SendAsync(Tokens.For("ada"), "POST", "/api/bob/tasks", body, "application/json");

        await anonymous.AssertProblemAsync(HttpStatusCode.Unauthorized, "AUTH_REQUIRED");
        await foreign.AssertProblemAsync(HttpStatusCode.Forbidden, "FORBIDDEN");
    }

    [Fact]
    public async Task Nothing_of_another_user_can_be_read_or_changed()
    {
        var bob = api.NewUser();
        var before = await bob.CreateAsync("of bob");
        using var ada = api.NewClient(Tokens.For("ada"));

        using var put = await ada.PutAsync($"/api/{bob.Id}/tasks/{before.Id()}", new StringContent("""{"title":"of ada"}""", Encoding.UTF8, "application/json"), Ct);
        using var toggle = await ada.PatchAsync($"/api/{bob.Id}/tasks/{before.Id()}/complete", null, Ct);
        using var delete = await ada.DeleteAsync($"/api/{bob.Id}/tasks/{before.Id()}", Ct);
        using var post = await ada.PostAsync($"/api/{bob.Id}/tasks", new StringContent("""{"title":"of ada"}""", Encoding.UTF8, "application/json"), Ct);

        Assert.All([put, toggle, delete, post], response => Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode));
        Assert.Equal(before.GetRawText(), Assert.Single(await bob.ListAsync()).GetRawText());
    }

    [Fact]
    public async Task A_user_id_in_the_query_opens_no_other_path()
    {
        using var client = api.NewClient(Tokens.For("ada"));

        using var response = await client.GetAsync("/api/bob/tasks?user_id=ada", Ct);

        await response.AssertProblemAsync(HttpStatusCode.Forbidden, "FORBIDDEN");
    }

    [Fact]
    public async Task A_bad_token_is_a_401_also_on_the_path_of_another_user()
    {
        using var client = api.NewClient("garbage");

        using var response = await client.GetAsync("/api/bob/tasks", Ct);

        await response.AssertProblemAsync(HttpStatusCode.Unauthorized, "TOKEN_INVALID");
    }

    [Theory]
    [InlineData("")]
    [InlineData("nothing")]
    [InlineData("nothing/at/all")]
    [InlineData("tasks/1/nothing")]
    [InlineData("tasks/1/complete/more")]
    [InlineData("auth")]
    public async Task Below_ones_own_path_what_is_not_there_is_not_found(string path)
    {
        using var response = await api.NewUser().Client.GetAsync(path, Ct);

        await response.AssertNotFoundAsync("NOT_FOUND");
    }

    [Theory]
    [MemberData(nameof(UserIds))]
    public async Task A_user_id_may_be_any_text(string id)
    {
        // These are users whom other tests may be as well, so only the task made here counts.
        var ada = api.Instance.NewUser(id);

        using var created = await ada.PostAsync("""{"title":"mine"}""");
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var task = await created.JsonAsync();

        Assert.Equal(id, task.Text("user_id"));
        using var found = await ada.Client.GetAsync(created.Headers.Location, Ct);
        Assert.Equal(task.GetRawText(), await found.Content.ReadAsStringAsync(Ct));
        Assert.Contains(await ada.ListAsync(), other => other.Id() == task.Id());
        using var toggled = await ada.SendAsync(HttpMethod.Patch, $"tasks/{task.Id()}/complete");
        Assert.True((await toggled.JsonAsync()).IsCompleted());
        using var deleted = await ada.Client.DeleteAsync($"tasks/{task.Id()}", Ct);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
    }

    [Theory]
    [MemberData(nameof(UserIds))]
    public async Task A_user_id_of_any_text_keeps_others_out(string id)
    {
        using var client = api.NewClient(Tokens.For($"{id}x"));

        using var response = await client.GetAsync($"/api/{Uri.EscapeDataString(id)}/tasks", Ct);

        await response.AssertProblemAsync(HttpStatusCode.Forbidden, "FORBIDDEN");
    }

    [Theory]
    [InlineData("Ada", "ada")]
    [InlineData("ada", "ADA")]
    [InlineData("é", "É")]
    [InlineData("é", "e\u0301")]
    [InlineData("ada", "ada ")]
    [InlineData("ada", " ada")]
    [InlineData("ada", "аda")]
    [InlineData("a+b", "a b")]
    [InlineData("a/b", "a%2Fb")]
    [InlineData("a%2Fb", "a/b")]
    [InlineData("a%2Fb", "a%2fb")]
    [InlineData("%41", "A")]
    [InlineData("A", "%41")]
    [InlineData("%", "%25")]
    [InlineData("%25", "%")]
    [InlineData("ß", "ss")]
    [InlineData("ﬁ", "fi")]
    public async Task User_ids_are_compared_exactly(string token, string path)
    {
        using var client = api.NewClient(Tokens.For(token));

        using var response = await client.GetAsync($"/api/{Uri.EscapeDataString(path)}/tasks", Ct);

        await response.AssertProblemAsync(HttpStatusCode.Forbidden, "FORBIDDEN");
    }

    [Theory]
    [InlineData("a/b", "a%2Fb")]
    [InlineData("a/b", "a%2fb")]
    [InlineData("é", "%C3%A9")]
    [InlineData("é", "%c3%a9")]
    [InlineData("ada", "%61d%61")]
    [InlineData("ada", "%61%64%61")]
    [InlineData("a%b", "a%25b")]
    [InlineData("a%2Fb", "a%252Fb")]
    [InlineData("a|b", "a|b")]
    [InlineData("a|b", "a%7Cb")]
    [InlineData("a+b", "a+b")]
    [InlineData("a+b", "a%2Bb")]
    [InlineData("a/b%2Fc", "a%2Fb%252Fc")]
    public async Task A_path_is_decoded_once(string token, string path)
    {
        using var response = await api.Instance.SendRawAsync($"GET /api/{path}/tasks HTTP/1.1\nAuthorization: Bearer {Tokens.For(token)}");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("a/b", "a/b")]
    [InlineData("a/b", "a%252Fb")]
    [InlineData("a", "a%2Fb")]
    [InlineData("b", "a%2F..%2Fb")]
    [InlineData("ada", "%2561da")]
    [InlineData("ada", "ada%2F")]
    [InlineData("ada", "%2Fada")]
    [InlineData("ada", "bob;ada")]
    [InlineData("é", "%E9")]
    [InlineData("\ufffd", "%FF")]
    public async Task A_path_is_decoded_neither_never_nor_twice(string token, string path)
    {
        using var response = await api.Instance.SendRawAsync($"GET /api/{path}/tasks HTTP/1.1\nAuthorization: Bearer {Tokens.For(token)}");

        await response.AssertProblemAsync(HttpStatusCode.Forbidden, "FORBIDDEN");
    }

    private async Task<HttpResponseMessage> SendAsync(string? token, string method, string path, string body, string mediaType)
    {
        using var client = api.NewClient(token);
        return await client.SendAsync(new HttpRequestMessage(new(method), path) { Content = new StringContent(body, Encoding.UTF8, mediaType) }, Ct);
    }
}
