using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Lists;

public sealed class CreateListTests(TodoApi api)
{
    private static readonly string[] Members = ["id", "name", "color", "position", "version", "open", "total", "created_at", "updated_at"];

    [Fact]
    public async Task Creates_a_list()
    {
        var ada = api.NewUser();

        var created = (await ada.SendAsync(HttpMethod.Post, "lists", """{"name":" Groceries ","color":"#FF8800"}""")).StatusCodeShouldBe(201);

        var list = created.Json();
        Assert.Equal(Members, list.EnumerateObject().Select(member => member.Name));
        Assert.Equal(("Groceries", "#ff8800", 1L, (0, 0)), (list.Text("name"), list.Text("color"), list.Version(), list.Counts()));
        Assert.Equal(list.Instant("created_at"), list.Instant("updated_at"));
        Assert.Equal($"/api/{ada.Id}/lists/{list.Id()}", created.Header("Location"));
        Assert.Equal("\"1\"", created.Header("ETag"));
        Assert.Equal(created.ReadAsText(), (await ada.GetAsync(created.Header("Location")!)).ReadAsText());
        Assert.StartsWith("/api/lists/", (await ada.SendAsync(HttpMethod.Post, "/api/lists", """{"name":"x"}""")).Header("Location"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"color":"#ff8800"}""", "name", "is required")]
    [InlineData("""{"name":null}""", "name", "must not be null")]
    [InlineData("""{"name":7}""", "name", "must be a string")]
    [InlineData("""{"name":" \u200b "}""", "name", "must not be empty")]
    [InlineData("""{"name":"a\nb"}""", "name", "must not contain control characters")]
    [InlineData("""{"name":"x","color":"red"}""", "color", "must be a color such as #ff8800, or null")]
    [InlineData("""{"name":"x","color":""}""", "color", "must be a color such as #ff8800, or null")]
    [InlineData("""{"name":"x","color":"#ff880"}""", "color", "must be a color such as #ff8800, or null")]
    [InlineData("""{"name":"x","color":"#ff8800\n"}""", "color", "must be a color such as #ff8800, or null")]
    [InlineData("""{"name":"x","color":"#gg8800"}""", "color", "must be a color such as #ff8800, or null")]
    [InlineData("""{"name":"x","color":1}""", "color", "must be a string, or null")]
    [InlineData("""{"name":"x","colour":"#ff8800"}""", "colour", "is not a known member; did you mean 'color'?")]
    [InlineData("""{"title":"x"}""", "name", "is required", "title", "is not a known member; did you mean 'name'?")]
    public async Task Refuses_what_is_no_list(string body, params string[] errors)
    {
        var ada = api.NewUser();

        (await ada.SendAsync(HttpMethod.Post, "lists", body)).ShouldBeProblem("VALIDATION_ERROR", [.. errors.Chunk(2).Select(error => (error[0], error[1]))]);
        Assert.Empty(await ada.ListListsAsync());
    }

    [Fact]
    public async Task A_name_has_a_hundred_code_points()
    {
        var ada = api.NewUser();
        var name = string.Concat(Enumerable.Repeat("🦄", 100));

        Assert.Equal(name, (await ada.CreateListAsync(name)).Text("name"));
        (await ada.SendAsync(HttpMethod.Post, "lists", new { name = $"{name}x" })).ShouldBeProblem("VALIDATION_ERROR", ("name", "must be at most 100 characters long"));
    }

    [Fact]
    public async Task A_list_can_be_sent_back_as_it_was_told()
    {
        var ada = api.NewUser();
        var list = await ada.CreateListAsync("x", "#000000");

        var copy = (await ada.SendAsync(HttpMethod.Post, "lists", list.GetRawText())).StatusCodeShouldBe(201).Json();
        var same = (await ada.SendAsync(HttpMethod.Put, $"lists/{list.Id()}", list.GetRawText())).StatusCodeShouldBe(200);

        Assert.NotEqual(list.Id(), copy.Id());
        Assert.Equal(list.GetRawText(), same.ReadAsText());
    }

    [Fact]
    public async Task The_501st_list_is_refused_also_in_parallel()
    {
        var ada = api.NewUser();
        var first = await ada.CreateListAsync("first");
        await api.ExecuteAsync($"INSERT INTO lists (user_id, name, created_at, updated_at) SELECT '{ada.Id}', 'list ' || i, now(), now() FROM generate_series(1, 498) i");

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => ada.SendAsync(HttpMethod.Post, "lists", """{"name":"one more"}""")));

        Assert.Single(answers, answer => answer.Status() == 201);
        Assert.All(answers.Where(answer => answer.Status() != 201), answer => answer.ShouldBeProblem("TOO_MANY_LISTS"));
        Assert.Equal(500, (await ada.ListListsAsync()).Length);
        await ada.DeleteAsync($"lists/{first.Id()}");
        await ada.CreateListAsync("instead");
    }

    [Fact]
    public async Task A_retry_with_the_same_key_creates_one()
    {
        var ada = api.NewUser();

        var answers = new[] { await SendAsync(), await SendAsync() };

        Assert.Equal(answers[0].StatusCodeShouldBe(201).ReadAsText(), answers[1].StatusCodeShouldBe(201).ReadAsText());
        Assert.Equal(answers[0].Header("Location"), answers[1].Header("Location"));
        Assert.Single(await ada.ListListsAsync());

        Task<Alba.IScenarioResult> SendAsync() => ada.SendWithAsync(HttpMethod.Post, "lists", ("Idempotency-Key", "\"list-1\""), """{"name":"x"}""");
    }
}
