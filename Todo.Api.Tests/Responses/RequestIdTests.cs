using System.Net;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Errors;

public sealed class RequestIdTests(TodoApi api)
{
    private const string Header = "X-Request-Id";

    /// <summary>A success, an answer without a body, and errors of every stage.</summary>
    public static TheoryData<string> Paths => ["/health/live", "/api/{0}/tasks", "/api/{0}/tasks/0", "/api/{0}/tasks?limit=0", "/api/somebody/tasks", "/api/{0}/nothing", "/nothing", "/"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Every_answer_has_an_id_of_its_own(string path)
    {
        var ada = api.NewUser();
        var address = path.Replace("{0}", ada.Id, StringComparison.Ordinal);

        using var one = await ada.Client.GetAsync(address, Ct);
        using var other = await ada.Client.GetAsync(address, Ct);

        Assert.Matches("^[A-Za-z0-9._-]{1,128}$", one.Headers.GetValues(Header).Single());
        Assert.NotEqual(one.Headers.GetValues(Header).Single(), other.Headers.GetValues(Header).Single());
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Every_answer_repeats_the_id_of_the_caller(string path)
    {
        var ada = api.NewUser();

        using var response = await SendAsync(ada, path.Replace("{0}", ada.Id, StringComparison.Ordinal), "my-request.1_A");

        Assert.Equal("my-request.1_A", response.Headers.GetValues(Header).Single());
        if (!response.IsSuccessStatusCode)
        {
            Assert.Equal("my-request.1_A", (await response.JsonAsync()).Text("request_id"));
        }
    }

    [Fact]
    public async Task An_answer_without_a_body_has_an_id_too()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        using var response = await ada.Client.DeleteAsync($"tasks/{id}", Ct);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.NotEmpty(response.Headers.GetValues(Header).Single());
    }

    [Theory]
    [InlineData("a")]
    [InlineData("0")]
    [InlineData("-")]
    [InlineData("...")]
    [InlineData("0HN7A9B2C3:00000001", false)]
    [InlineData("f47ac10b-58cc-4372-a567-0e02b2c3d479")]
    [InlineData("a b", false)]
    [InlineData("a/b", false)]
    [InlineData("<script>", false)]
    [InlineData("a,b", false)]
    [InlineData("\"a\"", false)]
    [InlineData("a=b", false)]
    [InlineData("a+b", false)]
    [InlineData("a~b", false)]
    [InlineData("", false)]
    public async Task Only_harmless_ids_are_repeated(string id, bool isRepeated = true)
    {
        using var response = await SendAsync(api.NewUser(), "tasks", id);

        Assert.Equal(isRepeated, response.Headers.GetValues(Header).Single() == id);
        Assert.Matches("^[A-Za-z0-9._-]{1,128}$", response.Headers.GetValues(Header).Single());
    }

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    [InlineData(5000, false)]
    public async Task Ids_have_up_to_128_characters(int length, bool isRepeated)
    {
        var id = new string('x', length);

        using var response = await SendAsync(api.NewUser(), "tasks", id);

        Assert.Equal(isRepeated, response.Headers.GetValues(Header).Single() == id);
    }

    [Fact]
    public async Task Two_ids_are_none()
    {
        using var response = await api.Instance.SendRawAsync("GET /nothing HTTP/1.1\nX-Request-Id: one\nX-Request-Id: two");

        Assert.DoesNotContain(response.Headers.GetValues(Header).Single(), (string[])["one", "two", "one,two", "one, two"]);
    }

    [Fact]
    public async Task Ids_beyond_ascii_are_not_repeated()
    {
        using var response = await api.Instance.SendRawAsync("GET /nothing HTTP/1.1\nX-Request-Id: \u00c3\u00a9");

        Assert.InRange((int)response.StatusCode, 400, 404);
        Assert.DoesNotContain("é", response.Headers.TryGetValues(Header, out var ids) ? string.Concat(ids) : "", StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> SendAsync(ApiUser user, string path, string id)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation(Header, id);
        return await user.Client.SendAsync(request, Ct);
    }
}
