using System.Net;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Errors;

/// <summary>Addresses and methods that are not there, and those that are there in more than one spelling.</summary>
public sealed class AddressTests(TodoApi api)
{
    public static TheoryData<string, string> WrongMethods => new()
    {
        { "PUT", "tasks" },
        { "PATCH", "tasks" },
        { "DELETE", "tasks" },
        { "BREW", "tasks" },
        { "POST", "tasks/1" },
        { "BREW", "tasks/1" },
        { "GET", "tasks/1/complete" },
        { "POST", "tasks/1/complete" },
        { "PUT", "tasks/1/complete" },
        { "DELETE", "tasks/1/complete" },
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/nothing/at/all")]
    [InlineData("/api")]
    [InlineData("/tasks")]
    [InlineData("/favicon.ico")]
    [InlineData("/robots.txt")]
    [InlineData("/.env")]
    [InlineData("/index.html")]
    [InlineData("/nothing?limit=0")]
    [InlineData("/%F0%9F%A6%84")]
    public async Task What_is_not_there_is_not_found(string path)
    {
        using var client = api.NewClient();

        foreach (var method in (string[])["GET", "POST", "DELETE", "BREW"])
        {
            using var response = await client.SendAsync(new HttpRequestMessage(new(method), path), Ct);
            await response.AssertNotFoundAsync("NOT_FOUND");
        }
    }

    [Theory]
    [InlineData("tasks", "GET, POST")]
    [InlineData("tasks/1", "DELETE, GET, PATCH, PUT")]
    [InlineData("tasks/1/complete", "PATCH")]
    public async Task Another_method_is_told_which_there_are(string path, string methods)
    {
        using var response = await api.NewUser().SendAsync(new("BREW"), path);

        await response.AssertProblemAsync(HttpStatusCode.MethodNotAllowed, "METHOD_NOT_ALLOWED");
        var allowed = response.Content.Headers.Allow.SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries)).Except(["HEAD", "OPTIONS"]);
        Assert.Equal(methods.Split(", "), allowed.Order());
    }

    [Theory]
    [MemberData(nameof(WrongMethods))]
    public async Task A_method_that_an_address_does_not_have_is_not_allowed(string method, string path)
    {
        using var response = await api.NewUser().SendAsync(new(method), path, """{"title":"x"}""");

        await response.AssertProblemAsync(HttpStatusCode.MethodNotAllowed, "METHOD_NOT_ALLOWED");
        Assert.NotEmpty(response.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("tasks")]
    [InlineData("tasks/1")]
    [InlineData("tasks/1/complete")]
    public async Task A_disguised_method_is_taken_for_what_it_is(string path)
    {
        var ada = api.NewUser();
        var request = new HttpRequestMessage(new("BREW"), path) { Headers = { { "X-HTTP-Method-Override", "GET" } } };

        using var response = await ada.Client.SendAsync(request, Ct);

        await response.AssertProblemAsync(HttpStatusCode.MethodNotAllowed, "METHOD_NOT_ALLOWED");
    }

    [Theory]
    [InlineData("tasks")]
    [InlineData("tasks/0")]
    [InlineData("tasks/1/complete")]
    [InlineData("nothing")]
    [InlineData("tasks?limit=0")]
    [InlineData("/nothing")]
    public async Task Head_never_has_a_body(string path)
    {
        using var response = await api.NewUser().SendAsync(HttpMethod.Head, path);

        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Ct));
        Assert.True((int)response.StatusCode < 500);
        Assert.NotEmpty(response.Headers.GetValues("X-Request-Id").Single());
        Assert.True(response.StatusCode != HttpStatusCode.MethodNotAllowed || response.Content.Headers.Allow.Count > 0);
    }

    [Theory]
    [InlineData("tasks")]
    [InlineData("tasks/1")]
    [InlineData("tasks/1/complete")]
    public async Task Options_are_answered_with_what_is_allowed(string path)
    {
        using var response = await api.NewUser().SendAsync(HttpMethod.Options, path);

        Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.NoContent or HttpStatusCode.MethodNotAllowed, $"{response.StatusCode}");
        Assert.NotEmpty(response.Content.Headers.Allow);
    }

    [Fact]
    public async Task Options_for_everything_are_handled()
    {
        using var response = await api.Instance.SendRawAsync("OPTIONS * HTTP/1.1");

        Assert.True((int)response.StatusCode < 500);
    }

    [Fact]
    public async Task A_trailing_slash_makes_no_difference()
    {
        var ada = api.NewUser();

        using var created = await ada.SendAsync(HttpMethod.Post, "tasks/", """{"title":"x"}""");
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var id = (await created.JsonAsync()).Id();

        using var list = await ada.Client.GetAsync("tasks/", Ct);
        Assert.Single((await list.JsonAsync()).EnumerateArray());
        using var filtered = await ada.Client.GetAsync("tasks/?status=completed", Ct);
        Assert.Empty((await filtered.JsonAsync()).EnumerateArray());
        using var found = await ada.Client.GetAsync($"tasks/{id}/", Ct);
        Assert.Equal(id, (await found.JsonAsync()).Id());
        using var put = await ada.SendAsync(HttpMethod.Put, $"tasks/{id}/", """{"title":"y"}""");
        Assert.Equal("y", (await put.JsonAsync()).Text("title"));
        using var patch = await ada.SendAsync(HttpMethod.Patch, $"tasks/{id}/", """{"title":"z"}""");
        Assert.Equal("z", (await patch.JsonAsync()).Text("title"));
        using var toggled = await ada.SendAsync(HttpMethod.Patch, $"tasks/{id}/complete/");
        Assert.True((await toggled.JsonAsync()).IsCompleted());
        using var deleted = await ada.Client.DeleteAsync($"tasks/{id}/", Ct);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
    }

    [Fact]
    public async Task A_walk_from_an_address_with_a_trailing_slash_goes_on()
    {
        var ada = api.NewUser();
        for (var i = 0; i < 3; i++)
        {
            await ada.CreateIdAsync();
        }

        Assert.Equal(3, (await ada.WalkAsync("tasks/?limit=1", 1)).Length);
    }
}
