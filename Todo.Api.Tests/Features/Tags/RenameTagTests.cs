using System.Net.Http.Json;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Tags;

public sealed class RenameTagTests(TodoApi api)
{
    [Fact]
    public async Task Renames_a_tag_everywhere()
    {
        var ada = api.NewUser();
        var first = await ada.CreateTaggedAsync("1", "a", "home", "z");
        var second = await ada.CreateTaggedAsync("2", "home");
        var other = await ada.CreateTaggedAsync("3", "a");

        var renamed = await ada.RenameTagAsync("HOME", " House ");

        Assert.Equal("""{"name":"House","count":2}""", renamed.StatusCodeShouldBe(200).ReadAsText());
        Assert.Null(renamed.Header("ETag"));
        Assert.Equal(["a", "House", "z"], (await ada.GetAsync(first.Id())).TagsOf());
        Assert.Equal(["House"], (await ada.GetAsync(second.Id())).TagsOf());
        Assert.Equal(other.GetRawText(), (await ada.GetAsync(other.Id())).GetRawText());
        Assert.Equal([("a", 2), ("House", 2), ("z", 1)], await ada.TagsAsync());
        Assert.Equal(["2", "1"], await ada.TitlesAsync("?tags=house"));
        Assert.Equal(["2", "1"], await ada.TitlesAsync("?search=house"));
        Assert.Empty(await ada.TitlesAsync("?tags=home"));
    }

    [Fact]
    public async Task Each_task_that_it_touches_has_changed()
    {
        var ada = api.NewUser();
        var task = await ada.CreateTaggedAsync("x", "home");
        var token = (await ada.GetAsync("changes")).Json().Text("next");

        await ada.RenameTagAsync("home", "house");

        var changed = await ada.GetAsync(task.Id());
        Assert.Equal(2, changed.Version());
        Assert.True(changed.Instant("updated_at") > task.Instant("updated_at"));
        Assert.Equal("""{"tags":{"from":["home"],"to":["house"]}}""", (await ada.HistoryAsync(task.Id()))[0].GetProperty("changes").GetRawText());
        Assert.Equal(changed.GetRawText(), (await ada.GetAsync($"changes?since={token}")).Json().GetProperty("changed").EnumerateArray().Single().GetRawText());
    }

    [Fact]
    public async Task Into_an_existing_tag_they_become_one_in_its_spelling()
    {
        var ada = api.NewUser();
        var both = await ada.CreateTaggedAsync("both", "House", "a", "home");
        var one = await ada.CreateTaggedAsync("one", "home", "a");
        var untouched = await ada.CreateTaggedAsync("untouched", "house");

        var renamed = await ada.RenameTagAsync("home", "HOUSE");

        Assert.Equal("""{"name":"House","count":3}""", renamed.StatusCodeShouldBe(200).ReadAsText());
        Assert.Equal(["House", "a"], (await ada.GetAsync(both.Id())).TagsOf());
        Assert.Equal(2, (await ada.GetAsync(both.Id())).Version());
        Assert.Equal(["House", "a"], (await ada.GetAsync(one.Id())).TagsOf());
        Assert.Equal(untouched.GetRawText(), (await ada.GetAsync(untouched.Id())).GetRawText());
    }

    [Fact]
    public async Task The_same_tag_in_another_spelling_changes_the_spelling()
    {
        var ada = api.NewUser();
        var task = await ada.CreateTaggedAsync("x", "a", "home");

        var respelled = await ada.RenameTagAsync("home", "HOME");
        var again = await ada.RenameTagAsync("home", "HOME");

        Assert.Equal("""{"name":"HOME","count":1}""", respelled.StatusCodeShouldBe(200).ReadAsText());
        Assert.Equal(respelled.ReadAsText(), again.StatusCodeShouldBe(200).ReadAsText());
        Assert.Equal(["a", "HOME"], (await ada.GetAsync(task.Id())).TagsOf());
        Assert.Equal(2, (await ada.GetAsync(task.Id())).Version());
        Assert.Equal(["HOME"], (await ada.CreateTaggedAsync("y", "home")).TagsOf());
    }

    [Fact]
    public async Task A_name_that_no_task_has_any_more_is_free_again()
    {
        var ada = api.NewUser();
        var old = await ada.CreateTaggedAsync("x", "HOUSE");
        await ada.PatchAsync(old.Id(), """{"tags":["home"]}""");

        await ada.RenameTagAsync("home", "House");

        Assert.Equal([("House", 1)], await ada.TagsAsync());
        Assert.Equal(["Home"], (await ada.CreateTaggedAsync("y", "Home")).TagsOf());
    }

    [Fact]
    public async Task Reaches_the_trash()
    {
        var ada = api.NewUser();
        var task = await ada.CreateTaggedAsync("x", "home");
        await ada.DeleteAsync($"tasks/{task.Id()}");

        var renamed = await ada.RenameTagAsync("home", "house");

        Assert.Equal("""{"name":"house","count":0}""", renamed.StatusCodeShouldBe(200).ReadAsText());
        Assert.Equal(["house"], (await ada.SendAsync(HttpMethod.Post, $"trash/{task.Id()}/restore")).Json().TagsOf());
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a%2Fb")]
    [InlineData("50% off")]
    [InlineData("c#?&=+")]
    [InlineData("🦄 ü")]
    [InlineData("tags")]
    public async Task Any_name_can_stand_in_the_address(string name)
    {
        var ada = api.NewUser();
        await ada.CreateTaggedAsync("x", name, "b");

        using var renamed = await ada.Client.PatchAsJsonAsync($"tags/{Uri.EscapeDataString(name)}", new { name = "renamed" }, TestContext.Current.CancellationToken);

        Assert.Equal("""{"name":"renamed","count":1}""", await renamed.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal([("b", 1), ("renamed", 1)], await ada.TagsAsync());
    }

    [Fact]
    public async Task What_is_no_tag_of_the_user_is_not_found()
    {
        var (ada, bob) = (api.NewUser(), api.NewUser());
        await bob.CreateTaggedAsync("of bob", "home");
        var untagged = await ada.CreateTaggedAsync("x", "once");
        await ada.PatchAsync(untagged.Id(), """{"tags":[]}""");

        foreach (var name in (string[])["home", "once", "never", " ", "%", new string('x', 1000)])
        {
            (await ada.RenameTagAsync(name, "house")).ShouldBeProblem("TAG_NOT_FOUND");
            (await ada.DeleteAsync($"tags/{Uri.EscapeDataString(name)}")).ShouldBeProblem("TAG_NOT_FOUND");
        }

        Assert.Equal([("home", 1)], await bob.TagsAsync());
        Assert.Empty(await ada.TagsAsync());
    }

    [Theory]
    [InlineData("""{}""", "is required")]
    [InlineData("""{"name":null}""", "must not be null")]
    [InlineData("""{"name":1}""", "must be a string")]
    [InlineData("""{"name":" "}""", "must not be empty")]
    [InlineData("""{"name":"a,b"}""", "must not contain commas")]
    [InlineData("""{"name":"a\nb"}""", "must not contain control characters")]
    [InlineData("""{"name":"123456789012345678901234567890123456789012345678901"}""", "must be at most 50 characters long")]
    public async Task Refuses_what_is_no_name(string body, string message)
    {
        var ada = api.NewUser();
        await ada.CreateTaggedAsync("x", "home");

        (await ada.SendAsync(HttpMethod.Patch, "tags/home", body)).ShouldBeProblem("VALIDATION_ERROR", ("name", message));
        Assert.Equal([("home", 1)], await ada.TagsAsync());
    }

    [Fact]
    public async Task Can_be_sent_back_as_it_was_told_and_retried()
    {
        var ada = api.NewUser();
        var task = await ada.CreateTaggedAsync("x", "home");

        var answers = new[] { await SendAsync(), await SendAsync() };

        Assert.All(answers, answer => Assert.Equal("""{"name":"house","count":1}""", answer.StatusCodeShouldBe(200).ReadAsText()));
        Assert.Equal("true", answers[1].Header("Idempotency-Replayed"));
        Assert.Equal(2, (await ada.GetAsync(task.Id())).Version());

        Task<Alba.IScenarioResult> SendAsync() => ada.Scenario(_ =>
        {
            _.Send(HttpMethod.Patch, "/api/tags/home", """{"name":"house","count":1}""");
            _.WithRequestHeader("Idempotency-Key", "rename-1");
        });
    }

    [Fact]
    public async Task Ten_thousand_tasks_are_renamed_in_one_go()
    {
        var ada = api.NewUser();
        await ada.CreateTaggedAsync("first", "home");
        await api.ExecuteAsync(
            $"""
            INSERT INTO tasks (user_id, title, completed, priority, due_is_date, tags, created_at, updated_at)
            SELECT '{ada.Id}', 'task ' || i, false, 2, false, CASE WHEN i % 2 = 0 THEN ARRAY['home', 'house'] ELSE ARRAY['a', 'home'] END, now(), now() FROM generate_series(1, 10000) i
            """);

        var renamed = await ada.RenameTagAsync("home", "house");

        Assert.Equal("""{"name":"house","count":10001}""", renamed.StatusCodeShouldBe(200).ReadAsText());
        Assert.Equal([("a", 5000), ("house", 10001)], await ada.TagsAsync());
    }

    [Fact]
    public async Task Parallel_renames_and_writes_leave_no_tag_behind()
    {
        var ada = api.NewUser();
        var ids = await Task.WhenAll(Enumerable.Range(0, 5).Select(async i => (await ada.CreateTaggedAsync($"{i}", "home", $"t{i}")).Id()));

        await Task.WhenAll(
        [
            .. Enumerable.Range(0, 5).Select(i => ada.RenameTagAsync("home", i % 2 == 0 ? "House" : "HOUSE")),
            .. Enumerable.Range(0, 5).Select(i => ada.RenameTagAsync("house", "Home")),
            .. ids.Select(id => ada.SendAsync(HttpMethod.Patch, $"tasks/{id}", """{"tags":["HOME","new"]}""")),
            .. ids.Select(id => ada.SendAsync(HttpMethod.Patch, $"tasks/{id}/complete")),
        ]);

        // Whatever came first: what the tasks have is what is listed, and no task has one tag twice or in two spellings.
        var tasks = await ada.ListAsync();
        Assert.Equal(
            tasks.SelectMany(Tags.TagsOf).GroupBy(tag => tag).Select(tag => (tag.Key, tag.Count())).Order(),
            (await ada.TagsAsync()).Order());
        var names = tasks.SelectMany(Tags.TagsOf).Distinct().ToArray();
        Assert.Equal(names.Length, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(tasks, task => Assert.Equal(task.TagsOf().Length, task.TagsOf().Distinct(StringComparer.OrdinalIgnoreCase).Count()));
    }
}
