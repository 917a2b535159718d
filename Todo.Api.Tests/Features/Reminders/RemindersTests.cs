using System.Text.Json;
using Todo.Api.Tests.Features.Batch;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Reminders;

/// <summary>The reminders of a task, as a member of it.</summary>
public sealed class RemindersTests(TodoApi api)
{
    private const string NeedsDueDate = "is needed by a reminder with before_minutes";

    private readonly ApiUser _ada = api.NewUser();

    [Fact]
    public async Task A_task_has_none_unless_it_says_so()
    {
        var task = await _ada.CreateAsync("x");

        Assert.Equal("[]", RemindersOf(task));
    }

    [Theory]
    [InlineData("""[{"before_minutes":30}]""", """[{"before_minutes":30}]""")]
    [InlineData("""[{"before_minutes":0},{"before_minutes":525600}]""", """[{"before_minutes":0},{"before_minutes":525600}]""")]
    [InlineData("""[{"at":"2026-12-01T09:00:00+01:00"},{"before_minutes":30}]""", """[{"at":"2026-12-01T08:00:00Z"},{"before_minutes":30}]""")]
    [InlineData("""[{"at":"2026-12-01t08:00:00.5z","before_minutes":null}]""", """[{"at":"2026-12-01T08:00:00.5Z"}]""")]
    [InlineData("""[{"at":"2020-01-01T00:00:00"}]""", """[{"at":"2020-01-01T00:00:00Z"}]""")]
    [InlineData("[]", "[]")]
    [InlineData("null", "[]")]
    public async Task Come_back_as_they_were_given(string reminders, string expected)
    {
        var created = (await _ada.PostAsync($$"""{"title":"x","due_date":"2026-12-01","reminders":{{reminders}}}""")).StatusCodeShouldBe(201).Json();
        var other = await _ada.CreateAsync(new { title = "x", due_date = "2026-12-01" });
        var updated = await _ada.PatchAsync(other.Id(), $$"""{"reminders":{{reminders}}}""");

        Assert.Equal(expected, RemindersOf(created));
        Assert.Equal(expected, RemindersOf(updated));
        Assert.Equal(created.GetRawText(), (await _ada.GetAsync(created.Id())).GetRawText());
        Assert.Equal([updated.GetRawText(), created.GetRawText()], (await _ada.ListAsync()).Select(task => task.GetRawText()));
    }

    [Fact]
    public async Task An_update_keeps_what_it_does_not_name_and_clears_what_is_null()
    {
        var id = (await CreateAsync("""[{"before_minutes":30}]""")).Id();

        Assert.Equal("""[{"before_minutes":30}]""", RemindersOf(await _ada.PatchAsync(id, """{"title":"y"}""")));
        Assert.Equal("""[{"at":"2030-01-01T00:00:00Z"}]""", RemindersOf(await _ada.PatchAsync(id, """{"reminders":[{"at":"2030-01-01T00:00:00Z"}]}""")));
        Assert.Equal("[]", RemindersOf(await _ada.PatchAsync(id, """{"reminders":null}""")));
        Assert.Equal(4, (await _ada.GetAsync(id)).Version());
    }

    [Fact]
    public async Task A_task_that_is_sent_back_as_it_came_does_not_change()
    {
        var task = await CreateAsync("""[{"at":"2026-12-01T09:00:00+01:00"},{"before_minutes":30}]""");

        var same = await _ada.PatchAsync(task.Id(), task.GetRawText());

        Assert.Equal(task.GetRawText(), same.GetRawText());
    }

    [Fact]
    public async Task A_change_is_history_and_can_be_undone()
    {
        var id = (await CreateAsync("""[{"before_minutes":30}]""")).Id();
        await _ada.PatchAsync(id, """{"reminders":[{"before_minutes":60}]}""");

        var change = (await _ada.HistoryAsync(id))[0];
        var undone = (await _ada.UndoAsync(change.Id())).StatusCodeShouldBe(200).Json();

        Assert.Equal("""{"reminders":{"from":[{"before_minutes":30}],"to":[{"before_minutes":60}]}}""", change.GetProperty("changes").GetRawText());
        Assert.Equal("""[{"before_minutes":30}]""", RemindersOf(undone));
    }

    [Theory]
    [InlineData("\"30\"")]
    [InlineData("30")]
    [InlineData("{}")]
    [InlineData("""{"before_minutes":30}""")]
    [InlineData("[30]")]
    [InlineData("[null]")]
    [InlineData("[[]]")]
    [InlineData("""[{"before_minutes":"30"}]""")]
    [InlineData("""[{"before_minutes":1.5}]""")]
    [InlineData("""[{"before_minutes":99999999999}]""")]
    [InlineData("""[{"before_minutes":30,"sound":"bell"}]""")]
    [InlineData("""[{"beforeMinutes":30}]""")]
    [InlineData("""[{"at":"tomorrow"}]""")]
    [InlineData("""[{"at":1764547200}]""")]
    public Task What_is_no_array_of_reminders_is_refused(string reminders) =>
        AssertRefusedAsync(reminders, "must be an array of reminders, each an object with either at (an instant) or before_minutes (a whole number), or null");

    [Theory]
    [InlineData("[{}]", "must each have either at or before_minutes")]
    [InlineData("""[{"before_minutes":30},{"at":null}]""", "must each have either at or before_minutes")]
    [InlineData("""[{"at":"2026-12-01T09:00:00Z","before_minutes":30}]""", "must each have either at or before_minutes")]
    [InlineData("""[{"at":"2026-12-01"}]""", "must have instants in at, such as 2026-12-01T09:00:00+01:00")]
    [InlineData("""[{"before_minutes":-1}]""", "must have before_minutes from 0 to 525600")]
    [InlineData("""[{"before_minutes":525601}]""", "must have before_minutes from 0 to 525600")]
    [InlineData("""[{"before_minutes":1},{"before_minutes":2},{"before_minutes":3},{"before_minutes":4},{"before_minutes":5},{"before_minutes":6}]""", "must be at most 5")]
    public Task What_a_reminder_cannot_be_is_refused(string reminders, string message) => AssertRefusedAsync(reminders, message);

    [Fact]
    public async Task Minutes_before_need_a_due_date()
    {
        var task = await CreateAsync("""[{"before_minutes":30}]""");
        var without = await _ada.CreateAsync("x");

        (await _ada.PostAsync("""{"title":"x","reminders":[{"before_minutes":30}]}""")).ShouldBeProblem("VALIDATION_ERROR", ("due_date", NeedsDueDate));
        (await PatchAsync(task.Id(), """{"due_date":null}""")).ShouldBeProblem("VALIDATION_ERROR", ("due_date", NeedsDueDate));
        (await PatchAsync(without.Id(), """{"reminders":[{"before_minutes":30}]}""")).ShouldBeProblem("VALIDATION_ERROR", ("due_date", NeedsDueDate));
        Assert.Equal(task.GetRawText(), (await _ada.GetAsync(task.Id())).GetRawText());

        (await PatchAsync(without.Id(), """{"due_date":"2026-12-01","reminders":[{"before_minutes":30}]}""")).StatusCodeShouldBe(200);
        (await PatchAsync(without.Id(), """{"due_date":null,"reminders":[{"at":"2026-12-01T00:00:00Z"}]}""")).StatusCodeShouldBe(200);
        (await _ada.PostAsync("""{"title":"x","reminders":[{"at":"2026-12-01T00:00:00Z"}]}""")).StatusCodeShouldBe(201);
    }

    [Fact]
    public async Task A_batch_takes_them_too()
    {
        var id = (await CreateAsync("[]")).Id();

        var results = await _ada.RunBatchAsync(
            new { op = "create", task = new { title = "x", due_date = "2026-12-01", reminders = new[] { new { before_minutes = 30 } } } },
            new { op = "update", task_id = id, task = new { reminders = new[] { new { at = "2026-12-01T09:00:00+01:00" } } } },
            new { op = "create", task = new { title = "x", reminders = new[] { new { before_minutes = 30 } } } },
            new { op = "update", task_id = id, task = new { title = "y" } });

        Assert.Equal([201, 200, 422, 200], results.Statuses());
        Assert.Equal("""[{"before_minutes":30}]""", RemindersOf(results[0].Task()));
        Assert.Equal("""[{"at":"2026-12-01T08:00:00Z"}]""", RemindersOf(results[1].Task()));
        Assert.Equal("""[{"at":"2026-12-01T08:00:00Z"}]""", RemindersOf(results[3].Task()));
    }

    private async Task AssertRefusedAsync(string reminders, string message)
    {
        var id = await _ada.CreateIdAsync();

        (await _ada.PostAsync($$"""{"title":"x","due_date":"2026-12-01","reminders":{{reminders}}}""")).ShouldBeProblem("VALIDATION_ERROR", ("reminders", message));
        (await PatchAsync(id, $$"""{"due_date":"2026-12-01","reminders":{{reminders}}}""")).ShouldBeProblem("VALIDATION_ERROR", ("reminders", message));
    }

    private async Task<JsonElement> CreateAsync(string reminders) =>
        (await _ada.PostAsync($$"""{"title":"x","due_date":"2026-12-01","reminders":{{reminders}}}""")).StatusCodeShouldBe(201).Json();

    private Task<Alba.IScenarioResult> PatchAsync(long id, string json) => _ada.SendAsync(HttpMethod.Patch, $"tasks/{id}", json);

    private static string RemindersOf(JsonElement task) => task.GetProperty("reminders").GetRawText();
}
