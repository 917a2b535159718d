using Alba;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Contract;

/// <summary>Versions and conditional requests: the contract, section 9.</summary>
public sealed class ConditionalTests(TodoApi api)
{
    /// <summary>The three ways to write a task; each of them changes it.</summary>
    public static TheoryData<string, string, string?> Writes => new()
    {
        { "PUT", "", """{"title":"mine"}""" },
        { "PATCH", "", """{"priority":"high"}""" },
        { "PATCH", "/complete", null },
        { "DELETE", "", null },
    };

    [Fact]
    public async Task Every_answer_with_one_task_carries_its_version()
    {
        var ada = api.NewUser();

        var created = await ada.PostAsync(new { title = "x" });
        var address = $"tasks/{created.Json().Id()}";
        var read = await ada.GetAsync(address);
        var put = await ada.SendAsync(HttpMethod.Put, address, """{"title":"y"}""");
        var patched = await ada.SendAsync(HttpMethod.Patch, address, """{"description":"z"}""");
        var completed = await ada.SendAsync(HttpMethod.Patch, $"{address}/complete");

        Assert.Equal([1, 1, 2, 3, 4], new[] { created, read, put, patched, completed }.Select(answer => answer.Json().Version()));
        Assert.All(new[] { created, read, put, patched, completed }, answer => Assert.Equal($"\"{answer.Json().Version()}\"", answer.Header("ETag")));
    }

    [Fact]
    public async Task A_write_that_changes_nothing_leaves_version_and_time()
    {
        var ada = api.NewUser();
        var task = await ada.CreateAsync(new { title = "x", description = "y", priority = "low", due_date = "2026-12-01" });

        var same = await ada.SendAsync(HttpMethod.Put, $"tasks/{task.Id()}", task.GetRawText());
        var empty = await ada.SendAsync(HttpMethod.Patch, $"tasks/{task.Id()}", "{}");
        var open = await ada.SendAsync(HttpMethod.Patch, $"tasks/{task.Id()}/complete", """{"completed":false}""");

        Assert.All(new[] { same, empty, open }, answer =>
        {
            Assert.Equal(task.GetRawText(), answer.ReadAsText());
            Assert.Equal("\"1\"", answer.Header("ETag"));
        });
    }

    [Fact]
    public async Task The_version_is_ignored_in_bodies()
    {
        var ada = api.NewUser();

        var created = await ada.CreateAsync(new { title = "x", version = 9 });
        var changed = await ada.PatchAsync(created.Id(), """{"title":"y","version":7}""");

        Assert.Equal((1, 2), (created.Version(), changed.Version()));
    }

    [Theory]
    [InlineData("\"1\"")]
    [InlineData("W/\"1\"")]
    [InlineData("\"0\", W/\"1\" , \"a,b\"")]
    [InlineData("*")]
    public async Task A_read_of_what_is_known_is_a_304_without_a_body(string tags)
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Head])
        {
            var answer = await SendAsync(ada, method, $"tasks/{id}", ("If-None-Match", tags));

            answer.StatusCodeShouldBe(304);
            Assert.Empty(answer.ReadAsText());
            Assert.Equal("\"1\"", answer.Header("ETag"));
            Assert.Equal("private, no-cache", answer.Header("Cache-Control"));
            Assert.NotNull(answer.Header("X-Request-Id"));
        }
    }

    [Theory]
    [InlineData("\"2\"")]
    [InlineData("\"01\"")]
    [InlineData("\"\"")]
    public async Task A_read_of_something_else_has_the_task(string tags)
    {
        var ada = api.NewUser();
        var task = await ada.CreateAsync("x");

        var answer = await SendAsync(ada, HttpMethod.Get, $"tasks/{task.Id()}", ("If-None-Match", tags));

        answer.StatusCodeShouldBe(200);
        Assert.Equal(task.GetRawText(), answer.ReadAsText());
    }

    [Fact]
    public async Task A_missing_task_is_a_404_whatever_is_known()
    {
        var answer = await SendAsync(api.NewUser(), HttpMethod.Get, $"tasks/{long.MaxValue}", ("If-None-Match", "*"));

        answer.ShouldBeProblem("TASK_NOT_FOUND");
        Assert.Null(answer.Header("ETag"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?page=1&limit=2")]
    [InlineData("?sort=title&order=asc&search=task")]
    public async Task A_list_has_a_weak_tag_and_is_a_304_while_it_shows_the_same(string query)
    {
        var ada = await api.NewUserWithTasksAsync();
        var list = await ada.GetAsync($"tasks{query}");

        var again = await SendAsync(ada, HttpMethod.Get, $"tasks{query}", ("If-None-Match", $"\"other\", {list.Header("ETag")}"));

        Assert.StartsWith("W/\"", list.Header("ETag"), StringComparison.Ordinal);
        Assert.Equal("private, no-cache", list.Header("Cache-Control"));
        again.StatusCodeShouldBe(304);
        Assert.Empty(again.ReadAsText());
        Assert.All((string[])["ETag", "Cache-Control", "Link", "X-Total-Count"], header => Assert.Equal(list.Header(header), again.Header(header)));
    }

    [Fact]
    public async Task The_tag_of_a_list_changes_with_what_it_shows()
    {
        var ada = api.NewUser();
        await ada.CreateIdAsync();
        var id = await ada.CreateIdAsync();
        var tags = new List<string?> { await TagAsync("?count=true"), await TagAsync("?count=true&order=asc"), await TagAsync("?count=true&limit=1"), await TagAsync("") };

        await ada.PatchAsync(id, """{"description":"changed"}""");
        tags.Add(await TagAsync("?count=true"));
        await ada.DeleteAsync($"tasks/{id}");
        tags.Add(await TagAsync("?count=true"));
        await ada.CreateIdAsync();
        tags.Add(await TagAsync("?count=true"));

        Assert.Equal(tags.Count, tags.Distinct().Count());

        async Task<string?> TagAsync(string query) => (await ada.GetAsync($"tasks{query}")).Header("ETag");
    }

    [Fact]
    public async Task A_list_in_an_envelope_has_a_tag_too()
    {
        await using var host = await TodoApi.HostAsync(await api.Databases.CreateAsync(), ("LIST_ENVELOPE", "tasks"));
        var ada = host.NewUser("ada");
        var id = await ada.CreateIdAsync();
        var list = await ada.GetAsync("tasks");

        var known = await SendAsync(ada, HttpMethod.Get, "tasks", ("If-None-Match", list.Header("ETag")!));
        await ada.PatchAsync(id, """{"title":"changed"}""");
        var changed = await SendAsync(ada, HttpMethod.Get, "tasks", ("If-None-Match", list.Header("ETag")!));

        Assert.StartsWith("W/\"", list.Header("ETag"), StringComparison.Ordinal);
        known.StatusCodeShouldBe(304);
        changed.StatusCodeShouldBe(200);
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task A_write_with_the_version_of_the_task_is_carried_out(string method, string action, string? body)
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        var answer = await SendAsync(ada, new HttpMethod(method), $"tasks/{id}{action}", ("If-Match", "\"7\", \"1\""), body);

        Assert.InRange(answer.Status(), 200, 204);
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task A_write_with_a_star_is_carried_out_if_the_task_is_there(string method, string action, string? body)
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        var answer = await SendAsync(ada, new HttpMethod(method), $"tasks/{id}{action}", ("If-Match", "*"), body);
        var missing = await SendAsync(ada, new HttpMethod(method), $"tasks/{long.MaxValue}{action}", ("If-Match", "*"), body);

        Assert.InRange(answer.Status(), 200, 204);
        missing.ShouldBeProblem("TASK_NOT_FOUND");
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task A_write_with_another_version_is_a_412_with_the_task_as_it_is_now(string method, string action, string? body)
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();
        var current = await ada.PatchAsync(id, """{"title":"theirs"}""");

        // A weak tag never matches, and tags are texts.
        foreach (var tags in (string[])["\"1\"", "W/\"2\"", "\"02\", \"two\"", "\"99999999999999999999\""])
        {
            var answer = await SendAsync(ada, new HttpMethod(method), $"tasks/{id}{action}", ("If-Match", tags), body);

            var problem = answer.ShouldBeProblem("PRECONDITION_FAILED");
            Assert.Equal(current.GetRawText(), problem.GetProperty("current").GetRawText());
            Assert.Equal("\"2\"", answer.Header("ETag"));
        }

        Assert.Equal(current.GetRawText(), (await ada.GetAsync(id)).GetRawText());
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task What_is_not_there_is_a_404_whatever_the_header_says(string method, string action, string? body)
    {
        var ada = api.NewUser();
        var trashed = await ada.CreateIdAsync();
        await ada.DeleteAsync($"tasks/{trashed}");
        var foreign = await api.NewUser().CreateIdAsync();

        foreach (var id in (long[])[trashed, foreign, long.MaxValue])
        {
            var answer = await SendAsync(ada, new HttpMethod(method), $"tasks/{id}{action}", ("If-Match", "\"1\""), body);

            answer.ShouldBeProblem("TASK_NOT_FOUND");
        }
    }

    [Theory]
    [InlineData("1")]
    [InlineData("\"1")]
    [InlineData("\"1\" \"2\"")]
    [InlineData("*, \"1\"")]
    [InlineData("\"1\" or so")]
    public async Task A_header_that_cannot_be_read_is_a_400_and_nothing_is_done(string tags)
    {
        var ada = api.NewUser();
        var before = await ada.CreateAsync("x");

        foreach (var (method, action, body) in ((string, string, string?)[])[("PUT", "", """{"title":""}"""), ("PATCH", "/complete", null), ("DELETE", "", null)])
        {
            (await SendAsync(ada, new HttpMethod(method), $"tasks/{before.Id()}{action}", ("If-Match", tags), body)).ShouldBeProblem("MALFORMED_REQUEST");
        }

        (await SendAsync(ada, HttpMethod.Get, $"tasks/{before.Id()}", ("If-None-Match", tags))).ShouldBeProblem("MALFORMED_REQUEST");
        (await SendAsync(ada, HttpMethod.Get, "tasks", ("If-None-Match", tags))).ShouldBeProblem("MALFORMED_REQUEST");
        Assert.Equal(before.GetRawText(), (await ada.GetAsync(before.Id())).GetRawText());
    }

    [Fact]
    public async Task Who_is_calling_comes_before_the_condition_and_the_body_before_the_version()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        var foreign = await SendAsync(api.NewUser(), HttpMethod.Put, $"{ada.Tasks}/{id}", ("If-Match", "unreadable"), "{}");
        var invalid = await SendAsync(ada, HttpMethod.Put, $"tasks/{id}", ("If-Match", "\"9\""), """{"title":""}""");

        foreign.ShouldBeProblem("FORBIDDEN");
        invalid.ShouldBeInvalid("title");
    }

    [Fact]
    public async Task Conditions_that_do_not_apply_are_ignored()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        (await SendAsync(ada, HttpMethod.Post, "tasks", ("If-Match", "unreadable"), """{"title":"x"}""")).StatusCodeShouldBe(201);
        (await SendAsync(ada, HttpMethod.Get, $"tasks/{id}", ("If-Match", "\"9\""))).StatusCodeShouldBe(200);
        (await SendAsync(ada, HttpMethod.Patch, $"tasks/{id}", ("If-None-Match", "*"), """{"title":"x"}""")).StatusCodeShouldBe(200);
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Of_twenty_parallel_writes_with_the_same_version_one_succeeds(string method, string action, string? body)
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => SendAsync(ada, new HttpMethod(method), $"tasks/{id}{action}", ("If-Match", "\"1\""), body)));

        Assert.Single(answers, answer => answer.Status() is 200 or 204);
        Assert.All(answers.Where(answer => answer.Status() is not (200 or 204)), answer => answer.ShouldBeProblem(method == "DELETE" ? "TASK_NOT_FOUND" : "PRECONDITION_FAILED"));
    }

    private static Task<IScenarioResult> SendAsync(ApiUser user, HttpMethod method, string address, (string Name, string Value) header, string? body = null) => user.Scenario(_ =>
    {
        _.Send(method, address.StartsWith('/') ? address : $"/api/{user.Id}/{address}", body);
        _.WithRequestHeader(header.Name, header.Value);
        _.IgnoreStatusCode();
    });
}
