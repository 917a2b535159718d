using System.Net;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.TodoPage;

public sealed class TodoPageTests(TodoApi api)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Files => new()
    {
        { "/", "text/html" },
        { "/app.js", "text/javascript" },
        { "/api.js", "text/javascript" },
        { "/style.css", "text/css" },
        { "/icon.svg", "image/svg+xml" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Is_served_to_anyone_with_a_policy_of_its_own(string path, string mediaType)
    {
        using var client = api.NewClient();
        using var response = await client.GetAsync(path, Ct);
        using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path), Ct);
        using var again = await client.SendAsync(new HttpRequestMessage(HttpMethod.Get, path) { Headers = { IfNoneMatch = { response.Headers.ETag! } } }, Ct);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(mediaType, response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("no-cache", response.Headers.CacheControl?.ToString());
        Assert.Equal(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            Assert.Single(response.Headers.GetValues("Content-Security-Policy")));

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Ct));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Fact]
    public async Task Is_not_there_in_production()
    {
        await using var instance = await TodoApi.StartAsync(await api.Databases.CreateAsync(), ("ENVIRONMENT", "production"));
        using var client = instance.NewClient();

        foreach (var file in Files)
        {
            using var response = await client.GetAsync(file.Data.Item1, Ct);
            await response.AssertProblemAsync(HttpStatusCode.NotFound, "NOT_FOUND");
        }
    }
}
