using System.Text.Json;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Lists;

public sealed class UpdateListTests(TodoApi api)
{
    [Theory]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    public async Task Merges(string method)
    {
        var ada = api.NewUser();
        var list = await ada.CreateListAsync("x", "#ff8800");

        var renamed = await SendAsync("""{"name":" y "}""");
        var cleared = await SendAsync("""{"color":null}""");
        var colored = await SendAsync("""{"color":"#ABCDEF","id":99,"open":5}""");
        var same = await SendAsync("""{"name":"y","color":"#abcdef"}""");
        var nothing = await SendAsync("{}");

        Assert.Equal([("y", "#ff8800", 2), ("y", null, 3), ("y", "#abcdef", 4), ("y", "#abcdef", 4), ("y", "#abcdef", 4)],
            new[] { renamed, cleared, colored, same, nothing }.Select(now => (now.Text("name"), now.Text("color"), now.Version())));
        Assert.True(renamed.Instant("updated_at") > list.Instant("updated_at"));
        Assert.Equal(colored.GetRawText(), nothing.GetRawText());
        Assert.Equal(colored.GetRawText(), (await ada.GetListAsync(list.Id())).GetRawText());

        async Task<JsonElement> SendAsync(string body)
        {
            var answer = (await ada.SendAsync(new HttpMethod(method), $"lists/{list.Id()}", body, "application/merge-patch+json")).StatusCodeShouldBe(200);
            Assert.Equal($"\"{answer.Json().Version()}\"", answer.Header("ETag"));
            return answer.Json();
        }
    }

    [Theory]
    [InlineData("""{"name":null}""", "name", "must not be null")]
    [InlineData("""{"name":""}""", "name", "must not be empty")]
    [InlineData("""{"color":"blue"}""", "color", "must be a color such as #ff8800, or null")]
    [InlineData("""{"tasks":["x"]}""", "tasks", "is not a known member")]
    public async Task Refuses_what_is_not_allowed(string body, string name, string message)
    {
        var ada = api.NewUser();
        var list = await ada.CreateListAsync("x");

        (await ada.SendAsync(HttpMethod.Patch, $"lists/{list.Id()}", body)).ShouldBeProblem("VALIDATION_ERROR", (name, message));
        Assert.Equal(list.GetRawText(), (await ada.GetListAsync(list.Id())).GetRawText());
    }

    [Fact]
    public async Task A_write_with_another_version_is_a_412_with_the_list_as_it_is_now()
    {
        var ada = api.NewUser();
        var list = (await ada.CreateListAsync("x")).Id();
        await ada.CreateAsync(new { title = "counts", list_id = list });
        var current = await ada.GetListAsync(list);

        foreach (var (method, body) in ((string, string?)[])[("PUT", """{"name":"y"}"""), ("PATCH", """{"color":"#000000"}"""), ("DELETE", null)])
        {
            foreach (var tags in (string[])["\"1\"", "W/\"2\"", "\"02\""])
            {
                var answer = await ada.SendWithAsync(new HttpMethod(method), $"lists/{list}", ("If-Match", tags), body);

                Assert.Equal(current.GetRawText(), answer.ShouldBeProblem("PRECONDITION_FAILED").GetProperty("current").GetRawText());
                Assert.Equal("\"2\"", answer.Header("ETag"));
            }

            (await ada.SendWithAsync(new HttpMethod(method), $"lists/{list}", ("If-Match", "2"), body)).ShouldBeProblem("MALFORMED_REQUEST");
        }

        (await ada.SendWithAsync(HttpMethod.Patch, $"lists/{list}", ("If-Match", "\"1\", \"2\""), """{"name":"y"}""")).StatusCodeShouldBe(200);
        (await ada.SendWithAsync(HttpMethod.Delete, $"lists/{list}?tasks=keep", ("If-Match", "\"3\""))).StatusCodeShouldBe(204);
    }

    [Fact]
    public async Task Of_twenty_parallel_writes_with_the_same_version_one_succeeds()
    {
        var ada = api.NewUser();
        var list = (await ada.CreateListAsync("x")).Id();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(
            i => ada.SendWithAsync(i % 4 == 0 ? HttpMethod.Delete : HttpMethod.Patch, $"lists/{list}", ("If-Match", "\"1\""), i % 4 == 0 ? null : $$"""{"name":"{{i}}"}""")));

        Assert.Single(answers, answer => answer.Status() is 200 or 204);
        Assert.All(answers.Where(answer => answer.Status() is not (200 or 204)), answer => Assert.Contains(answer.Status(), (int[])[404, 412]));
    }
}
