using System.Text.Json;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Tasks;

/// <summary>Names and words that front ends of other back ends send, and what they mean here.</summary>
public sealed class OtherNamesTests(TodoApi api)
{
    [Theory]
    [InlineData("is_completed", "true", true)]
    [InlineData("done", "true", true)]
    [InlineData("done", "false", false)]
    [InlineData("status", "\"completed\"", true)]
    [InlineData("status", "\"Done\"", true)]
    [InlineData("status", "\"todo\"", false)]
    [InlineData("status", "\"active\"", false)]
    [InlineData("status", "\"incomplete\"", false)]
    [InlineData("status", "\"open\"", false)]
    [InlineData("status", "\"pending\"", false)]
    public async Task Completed_has_other_names_in_every_body(string name, string value, bool completed)
    {
        var ada = api.NewUser();

        var created = (await ada.PostAsync($$"""{"title":"x","{{name}}":{{value}}}""")).StatusCodeShouldBe(201).Json();
        Assert.Equal(completed, created.IsCompleted());

        var toggled = (await ada.SendAsync(HttpMethod.Patch, $"tasks/{created.Id()}/complete")).Json();
        Assert.Equal(!completed, toggled.IsCompleted());
        Assert.Equal(completed, (await ada.PatchAsync(created.Id(), $$"""{"{{name}}":{{value}}}""")).IsCompleted());
        var set = await ada.SendAsync(HttpMethod.Patch, $"tasks/{created.Id()}/complete", $$"""{"{{name}}":{{value}}}""");
        Assert.Equal(completed, set.Json().IsCompleted());
    }

    [Fact]
    public async Task Due_date_is_also_dueDate()
    {
        var ada = api.NewUser();

        var created = (await ada.PostAsync("""{"title":"x","dueDate":"2026-12-01"}""")).StatusCodeShouldBe(201).Json();

        Assert.Equal("2026-12-01", created.Text("due_date"));
        Assert.True((await ada.PatchAsync(created.Id(), """{"dueDate":null}""")).IsNull("due_date"));
    }

    [Theory]
    [InlineData("""{"title":"x","completed":true,"status":"pending"}""", "status", "contradicts 'completed'; send one of them")]
    [InlineData("""{"title":"x","done":false,"is_completed":true}""", "is_completed", "contradicts 'done'; send one of them")]
    [InlineData("""{"title":"x","due_date":"2026-12-01","dueDate":"2026-12-02"}""", "dueDate", "contradicts 'due_date'; send one of them")]
    [InlineData("""{"title":"x","status":"in_progress"}""", "status", "must be one of pending, completed")]
    [InlineData("""{"title":"x","status":true}""", "status", "must be one of pending, completed")]
    public async Task Names_that_disagree_and_words_without_a_meaning_are_refused(string body, string field, string message)
    {
        var refused = await api.NewUser().PostAsync(body);

        refused.ShouldBeProblem("VALIDATION_ERROR", (field, message));
    }

    [Fact]
    public async Task Names_that_agree_are_accepted() =>
        Assert.True((await api.NewUser().PostAsync("""{"title":"x","completed":true,"status":"done"}""")).StatusCodeShouldBe(201).Json().IsCompleted());

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("\"\"")]
    [InlineData("false")]
    public async Task An_unknown_member_that_carries_nothing_is_ignored(string nothing)
    {
        var ada = api.NewUser();

        var created = (await ada.PostAsync($$"""{"title":"x","category":{{nothing}},"recurrence_rule":{{nothing}}}""")).StatusCodeShouldBe(201).Json();

        await ada.PatchAsync(created.Id(), $$"""{"title":"y","category":{{nothing}}}""");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("true")]
    [InlineData("\" \"")]
    [InlineData("[null]")]
    [InlineData("{\"a\":null}")]
    public async Task An_unknown_member_with_a_value_is_refused(string value) =>
        (await api.NewUser().PostAsync($$"""{"title":"x","category":{{value}}}""")).ShouldBeInvalid("category");

    [Theory]
    [InlineData("deadline", "due_date")]
    [InlineData("notes", "description")]
    [InlineData("isCompleted", "completed")]
    public async Task An_unknown_member_is_explained_by_its_meaning(string name, string meant)
    {
        var refused = await api.NewUser().PostAsync($$"""{"title":"x","{{name}}":"y"}""");

        refused.ShouldBeProblem("VALIDATION_ERROR", (name, $"is not a known member; did you mean '{meant}'?"));
    }

    [Fact]
    public async Task A_task_that_is_sent_back_whole_is_completed()
    {
        var ada = api.NewUser();
        var task = await ada.CreateAsync(new { title = "x", due_date = "2026-12-01" });
        var whole = task.Deserialize<Dictionary<string, object?>>()!;
        whole["completed"] = true;

        var completed = await ada.SendAsync(HttpMethod.Patch, $"tasks/{task.Id()}/complete", whole);

        Assert.True(completed.StatusCodeShouldBe(200).Json().IsCompleted());
    }

    [Theory]
    [InlineData("?status_filter=PENDING", "b")]
    [InlineData("?status=active", "b")]
    [InlineData("?status=Done", "a")]
    [InlineData("?priority_filter=HIGH", "a")]
    [InlineData("?due_after=2026-12-02", "b")]
    [InlineData("?due_before=2026-12-01", "a")]
    [InlineData("?q=A", "a")]
    [InlineData("?sort=created&sort_order=asc", "a b")]
    [InlineData("?sort_by=name&direction=desc", "b a")]
    [InlineData("?order_by=due&order=asc", "a b")]
    [InlineData("?sort=-title", "b a")]
    [InlineData("?sort=updated&order=desc", "b a")]
    [InlineData("?per_page=1", "b")]
    [InlineData("?page_size=1&skip=1", "a")]
    [InlineData("?offset=1", "a")]
    [InlineData("?search=", "b a")]
    [InlineData("?q=", "b a")]
    public async Task Parameters_have_other_names_and_words(string query, string titles)
    {
        var ada = api.NewUser();
        await ada.CreateAsync(new { title = "a", priority = "high", due_date = "2026-12-01", completed = true });
        await ada.CreateAsync(new { title = "b", priority = "low", due_date = "2026-12-02" });

        Assert.Equal(titles, string.Join(' ', await ada.TitlesAsync(query)));
    }

    [Theory]
    [InlineData("?sort=title&sort_by=title", "sort_by", "means the same as 'sort'; send one of them")]
    [InlineData("?search=x&q=x", "q", "means the same as 'search'; send one of them")]
    [InlineData("?sort=-title&order=asc", "order", "contradicts the minus of sort; give one of them")]
    [InlineData("?offset=10001", "offset", "must be from 0 to 10000; go on from there with the cursor of the next link")]
    [InlineData("?offset=1&page=1", "offset", "cannot be used together with page")]
    [InlineData("?due_date_from=2026-12-02&due_date_to=2026-12-01", "due_date_to", "must not be before due_date_from")]
    [InlineData("?sort_dir=asc", "sort_dir", "is not a known query parameter; did you mean 'order'?")]
    [InlineData("?per=5", "per", "is not a known query parameter; did you mean 'limit'?")]
    [InlineData("?search=%ff", "search", "must be UTF-8, percent-encoded")]
    public async Task Parameters_that_contradict_each_other_or_say_nothing_are_refused(string query, string field, string message) =>
        (await api.NewUser().GetAsync($"tasks{query}")).ShouldBeProblem("VALIDATION_ERROR", (field, message));

    [Fact]
    public async Task A_list_by_offset_tells_the_total_and_goes_on_by_cursor()
    {
        var ada = api.NewUser();
        for (var i = 0; i < 4; i++)
        {
            await ada.CreateIdAsync($"{i}");
        }

        var page = await ada.PageAsync("tasks?offset=1&limit=2");

        Assert.Equal(4, page.TotalCount);
        Assert.Equal(["2", "1"], page.Titles);
        Assert.Equal(["0"], (await ada.PageAsync(page.Next!)).Titles);
    }
}
