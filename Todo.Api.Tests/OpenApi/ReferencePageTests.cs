using System.Net;
using OpenQA.Selenium;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.OpenApi;

public sealed class ReferencePageTests(TodoApi api)
{
    /// <summary>The user_id that the document has for an example, and the page in its form.</summary>
    private const string ExampleUser = "n38FQvqdRVXc16ItOEQJgPaeqY6OAeol";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Is_served_with_a_policy_of_its_own()
    {
        using var client = api.NewClient();
        using var redirect = await client.GetAsync("/scalar", Ct);
        using var response = await client.GetAsync(redirect.Headers.Location, Ct);

        Assert.Equal(HttpStatusCode.Redirect, redirect.StatusCode);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Matches("script-src 'self' 'nonce-[A-Za-z0-9_-]{20,}';", policy);
        Assert.Contains("connect-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/docs", "/scalar")]
    [InlineData("/openapi.json", "/openapi/v1.json")]
    public async Task Is_found_where_other_frameworks_have_it(string address, string there)
    {
        using var client = api.NewClient();

        using var redirect = await client.GetAsync(address, Ct);

        Assert.Equal((HttpStatusCode.Redirect, there), (redirect.StatusCode, redirect.Headers.Location?.ToString()));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("identity")]
    public async Task Is_sent_again_only_when_it_has_changed(string encoding)
    {
        using var client = api.NewClient();
        using var first = await SendAsync(client, encoding, null);
        using var again = await SendAsync(client, encoding, first.Headers.ETag!.ToString());

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(encoding == "gzip" ? ["gzip"] : Array.Empty<string>(), first.Content.Headers.ContentEncoding);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Fact]
    public void Sends_requests_with_a_pasted_token_and_asks_no_other_host()
    {
        using var browser = new Browser();

        browser.Open(new Uri(api.Instance.Address, "/scalar"));
        browser.See("Bearer Token");

        // Tasks come first, and every operation is in sight.
        var contents = browser.Find(By.CssSelector("aside")).Text;
        Assert.Matches("(?s)^.*Tasks.*List tasks.*Create a task.*Auth.*Register.*Health", contents);

        browser.Find(By.CssSelector("input[placeholder='Token']")).SendKeys(Tokens.For(ExampleUser));
        browser.Click(By.XPath("//aside//a[contains(., 'Create a task')]"));
        browser.Click(By.XPath("//section[@label='Create a task']//button[contains(., 'Test Request')]"));
        browser.Click(By.XPath("//button[contains(., 'Send') and contains(., 'Request')]"));
        browser.See("201 Created");
        browser.See("created_at");

        Assert.Empty(browser.Complaints());
        var requests = browser.Requests();
        Assert.Contains(requests, address => address.AbsolutePath == $"/api/{ExampleUser}/tasks");
        Assert.All(requests, address => Assert.Equal(api.Instance.Address.Authority, address.Authority));
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, string encoding, string? tag)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/scalar/scalar.js");
        request.Headers.AcceptEncoding.ParseAdd(encoding);
        if (tag is not null)
        {
            request.Headers.IfNoneMatch.ParseAdd(tag);
        }

        return client.SendAsync(request, Ct);
    }
}
