using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Responses;

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
        { "POST", "tasks/1/history" },
        { "GET", "changes/1/undo" },
    };

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
        foreach (var method in (string[])["GET", "POST", "DELETE", "BREW"])
        {
            var response = await api.Host.SendAsync(new(method), path);
            response.ShouldBeProblem("NOT_FOUND");
        }
    }

    [Theory]
    [InlineData("tasks", "GET, POST")]
    [InlineData("tasks/1", "DELETE, GET, PATCH, PUT")]
    [InlineData("tasks/1/complete", "PATCH")]
    public async Task Another_method_is_told_which_there_are(string path, string methods)
    {
        var response = await api.NewUser().SendAsync(new("BREW"), path);

        response.ShouldBeProblem("METHOD_NOT_ALLOWED");
        var allowed = response.Context.Response.Headers.Allow.SelectMany(value => value!.Split(',', StringSplitOptions.TrimEntries)).Except(["HEAD", "OPTIONS"]);
        Assert.Equal(methods.Split(", "), allowed.Order());
    }

    [Theory]
    [MemberData(nameof(WrongMethods))]
    public async Task A_method_that_an_address_does_not_have_is_not_allowed(string method, string path)
    {
        var response = await api.NewUser().SendAsync(new(method), path, """{"title":"x"}""");

        response.ShouldBeProblem("METHOD_NOT_ALLOWED");
        Assert.NotEqual(0, response.Context.Response.Headers.Allow.Count);
    }

    [Theory]
    [InlineData("tasks")]
    [InlineData("tasks/1")]
    [InlineData("tasks/1/complete")]
    public async Task A_disguised_method_is_taken_for_what_it_is(string path)
    {
        var ada = api.NewUser();

        var refused = await api.Scenario(ada, _ =>
        {
            _.Send(new("BREW"), $"/api/{ada.Id}/{path}");
            _.WithRequestHeader("X-HTTP-Method-Override", "GET");
            _.StatusCodeShouldBe(405);
        });

        refused.ShouldBeProblem("METHOD_NOT_ALLOWED");
    }

    [Theory]
    [InlineData("tasks")]
    [InlineData("tasks/1")]
    [InlineData("tasks/1/complete")]
    public async Task Options_are_answered_with_what_is_allowed(string path)
    {
        var response = await api.NewUser().SendAsync(HttpMethod.Options, path);

        Assert.True(response.Status() is 200 or 204 or 405, $"{response.Status()}");
        Assert.NotEqual(0, response.Context.Response.Headers.Allow.Count);
    }

    [Fact]
    public async Task A_trailing_slash_makes_no_difference()
    {
        var ada = api.NewUser();

        var created = await ada.SendAsync(HttpMethod.Post, "tasks/", """{"title":"x"}""");
        created.StatusCodeShouldBe(201);
        var id = created.Json().Id();

        var list = await ada.GetAsync("tasks/");
        Assert.Single(list.Json().EnumerateArray());
        var filtered = await ada.GetAsync("tasks/?status=completed");
        Assert.Empty(filtered.Json().EnumerateArray());
        var found = await ada.GetAsync($"tasks/{id}/");
        Assert.Equal(id, found.Json().Id());
        var put = await ada.SendAsync(HttpMethod.Put, $"tasks/{id}/", """{"title":"y"}""");
        Assert.Equal("y", put.Json().Text("title"));
        var patch = await ada.SendAsync(HttpMethod.Patch, $"tasks/{id}/", """{"title":"z"}""");
        Assert.Equal("z", patch.Json().Text("title"));
        var toggled = await ada.SendAsync(HttpMethod.Patch, $"tasks/{id}/complete/");
        Assert.True(toggled.Json().IsCompleted());
        var deleted = await ada.DeleteAsync($"tasks/{id}/");
        deleted.StatusCodeShouldBe(204);
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
