using Alba;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Responses;

public sealed class RequestIdTests(TodoApi api)
{
    private const string Header = "X-Request-Id";

    /// <summary>A success, an answer without a body, and errors of every stage.</summary>
    public static TheoryData<string> Paths => ["/health/live", "/api/{0}/tasks", "/api/{0}/tasks/0", "/api/{0}/tasks?limit=0", "/api/bob/tasks", "/api/{0}/nothing", "/nothing", "/"];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Every_answer_has_an_id_of_its_own(string path)
    {
        var ada = api.NewUser();
        var address = path.Replace("{0}", ada.Id, StringComparison.Ordinal);

        var one = await ada.GetAsync(address);
        var other = await ada.GetAsync(address);

        Assert.Matches("^[A-Za-z0-9._-]{1,128}$", one.Header(Header));
        Assert.NotEqual(one.Header(Header), other.Header(Header));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Every_answer_repeats_the_id_of_the_caller(string path)
    {
        var ada = api.NewUser();

        var response = await SendAsync(ada, path.Replace("{0}", ada.Id, StringComparison.Ordinal), "my-request.1_A");

        Assert.Equal("my-request.1_A", response.Header(Header));
        if (response.Status() >= 400)
        {
            Assert.Equal("my-request.1_A", response.Json().Text("request_id"));
        }
    }

    [Fact]
    public async Task An_answer_without_a_body_has_an_id_too()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        var response = await ada.DeleteAsync($"tasks/{id}");

        response.StatusCodeShouldBe(204);
        Assert.NotNull(response.Header(Header));
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
        var response = await SendAsync(api.NewUser(), "tasks", id);

        Assert.Equal(isRepeated, response.Header(Header) == id);
        Assert.Matches("^[A-Za-z0-9._-]{1,128}$", response.Header(Header));
    }

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    [InlineData(5000, false)]
    public async Task Ids_have_up_to_128_characters(int length, bool isRepeated)
    {
        var id = new string('x', length);

        var response = await SendAsync(api.NewUser(), "tasks", id);

        Assert.Equal(isRepeated, response.Header(Header) == id);
    }

    private static Task<IScenarioResult> SendAsync(ApiUser user, string path, string id) => user.Scenario(_ =>
    {
        _.Get.Url(path.StartsWith('/') ? path : $"/api/{user.Id}/{path}");
        _.WithRequestHeader(Header, id);
        _.IgnoreStatusCode();
    });
}
