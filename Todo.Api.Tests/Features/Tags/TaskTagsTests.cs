using System.Text.Json;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Tags;

/// <summary>The member <c>tags</c> of a task.</summary>
public sealed class TaskTagsTests(TodoApi api)
{
    /// <summary>What is refused, and what is said about it.</summary>
    public static TheoryData<string, string> Refused => new()
    {
        { $"[{string.Join(',', Enumerable.Range(1, 21).Select(i => $"\"t{i}\""))}]", "must be at most 20" },
        { """["ok", ""]""", "must not have an empty name" },
        { """["  "]""", "must not have an empty name" },
        { "[\"\u200b\"]", "must not have an empty name" },
        { $"[\"{new string('x', 51)}\"]", "must have names of at most 50 characters" },
        { """["a,b"]""", "must have names without commas and control characters" },
        { """["a\tb"]""", "must have names without commas and control characters" },
        { """["a\u0000b"]""", "must have names without commas and control characters" },
        { "\"home\"", "must be an array of strings, or null" },
        { "[1]", "must be an array of strings, or null" },
        { "[null]", "must be an array of strings, or null" },
        { "{}", "must be an array of strings, or null" },
    };

    [Fact]
    public async Task A_task_has_the_tags_that_it_was_given_in_their_order()
    {
        var ada = api.NewUser();

        var created = await ada.CreateTaggedAsync("x", "  work ", "home", "to do", "naïve", "🦄");

        Assert.Equal(["work", "home", "to do", "naïve", "🦄"], created.TagsOf());
        Assert.Equal(created.GetRawText(), (await ada.GetAsync(created.Id())).GetRawText());
        Assert.Empty((await ada.CreateAsync("y")).TagsOf());
    }

    [Theory]
    [InlineData("Home", "hOME")]
    [InlineData("straße", "STRASSE")]
    [InlineData("caf\u00e9", "CAFE\u0301")]
    [InlineData("\ufb01le", "FILE")]
    [InlineData("οδος", "ΟΔΟΣ")]
    [InlineData("Ｗork", "work")]
    public async Task Names_that_differ_in_case_or_form_are_one_and_the_first_spelling_stays(string first, string second)
    {
        var ada = api.NewUser();
        await ada.CreateTaggedAsync("x", first);

        var created = await ada.CreateTaggedAsync("y", second, "other", first);
        var patched = await ada.PatchAsync(await ada.CreateIdAsync(), JsonSerializer.Serialize(new { tags = (string[])[second] }));

        Assert.Equal([first, "other"], created.TagsOf());
        Assert.Equal([first], patched.TagsOf());
        Assert.Equal([second], (await api.NewUser().CreateTaggedAsync("of another user", second)).TagsOf());
    }

    [Fact]
    public async Task Takes_twenty_names_of_fifty_code_points()
    {
        var ada = api.NewUser();
        string[] tags = [.. Enumerable.Range(0, 20).Select(i => string.Concat(Enumerable.Repeat("🦄", 49)) + (char)('a' + i))];

        var created = await ada.CreateTaggedAsync("x", tags);
        var folded = await ada.CreateTaggedAsync("y", string.Concat(Enumerable.Repeat("\ufdfa", 50)));

        Assert.Equal(tags, created.TagsOf());
        Assert.Single(folded.TagsOf());
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Refuses_what_are_no_tags(string tags, string message)
    {
        var ada = api.NewUser();
        var task = await ada.CreateTaggedAsync("x", "kept");

        (await ada.PostAsync($$"""{"title":"x","tags":{{tags}}}""")).ShouldBeProblem("VALIDATION_ERROR", ("tags", message));
        (await ada.SendAsync(HttpMethod.Patch, $"tasks/{task.Id()}", $$"""{"tags":{{tags}}}""")).ShouldBeProblem("VALIDATION_ERROR", ("tags", message));
        Assert.Equal(task.GetRawText(), (await ada.GetAsync(task.Id())).GetRawText());
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    public async Task Null_and_nothing_clear_them(string tags)
    {
        var ada = api.NewUser();
        var task = await ada.CreateTaggedAsync("x", "home");

        Assert.Equal(["home"], (await ada.PatchAsync(task.Id(), """{"title":"y"}""")).TagsOf());
        Assert.Empty((await ada.PatchAsync(task.Id(), $$"""{"tags":{{tags}}}""")).TagsOf());
        Assert.Empty((await ada.PostAsync($$"""{"title":"x","tags":{{tags}}}""")).StatusCodeShouldBe(201).Json().TagsOf());
    }

    [Fact]
    public async Task The_same_tags_in_another_spelling_are_no_change()
    {
        var ada = api.NewUser();
        var task = await ada.CreateTaggedAsync("x", "Home", "work");

        var same = await ada.PatchAsync(task.Id(), """{"tags":["HOME","Work","home"]}""");
        var changed = await ada.PatchAsync(task.Id(), """{"tags":["work","home"]}""");

        Assert.Equal(task.GetRawText(), same.GetRawText());
        Assert.Equal(["work", "Home"], changed.TagsOf());
        Assert.Equal(2, changed.Version());
    }

    [Fact]
    public async Task A_change_of_tags_is_in_the_history_and_can_be_undone()
    {
        var ada = api.NewUser();
        var task = await ada.CreateTaggedAsync("x", "home");
        await ada.PatchAsync(task.Id(), """{"tags":["work","home"]}""");

        var change = (await ada.HistoryAsync(task.Id()))[0];
        var undone = (await ada.UndoAsync(change.Id())).StatusCodeShouldBe(200).Json();

        Assert.Equal("task.updated", change.Text("type"));
        Assert.Equal("""{"tags":{"from":["home"],"to":["work","home"]}}""", change.GetProperty("changes").GetRawText());
        Assert.Equal(["home"], undone.TagsOf());
        Assert.Equal(3, undone.Version());
        (await ada.UndoAsync(change.Id())).ShouldBeProblem("CONFLICT");
    }

    [Fact]
    public async Task A_search_finds_tags()
    {
        var ada = api.NewUser();
        var task = await ada.CreateTaggedAsync("milk", "Großeinkauf");
        await ada.CreateAsync("bread");

        Assert.Equal(["milk"], await ada.TitlesAsync("?search=grosseinkauf"));
        Assert.Equal(["milk"], await ada.TitlesAsync("?search=EINKAUF%20milk"));
        await ada.PatchAsync(task.Id(), """{"tags":["other"]}""");
        Assert.Empty(await ada.TitlesAsync("?search=grosseinkauf"));
        Assert.Equal(["milk"], await ada.TitlesAsync("?search=other"));
    }

    [Fact]
    public async Task Tasks_that_are_written_in_parallel_have_one_spelling()
    {
        var ada = api.NewUser();
        await ada.CreateIdAsync();

        var created = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => ada.CreateTaggedAsync("x", i % 2 == 0 ? "Home" : "HOME", $"t{i}")));

        Assert.Single(created.Select(task => task.TagsOf()[0]).Distinct());
        Assert.Equal(20, (await ada.TagsAsync())[0].Count);
    }
}
