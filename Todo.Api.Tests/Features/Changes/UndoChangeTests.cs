using System.Text.Json;
using Alba;
using Todo.Api.Tests.Features.Tasks;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Changes;

public sealed class UndoChangeTests(TodoApi api)
{
    /// <summary>Ways to change the task of <see cref="NewTaskAsync"/>.</summary>
    public static TheoryData<string> Changes =>
    [
        """{"title":"changed"}""",
        """{"description":null}""",
        """{"description":""}""",
        """{"completed":true}""",
        """{"priority":"high"}""",
        """{"due_date":"2026-12-02"}""",
        """{"due_date":"2026-12-01T00:00:00Z"}""",
        """{"due_date":"0001-01-01T00:00:00.000001Z"}""",
        """{"due_date":null}""",
        """{"title":"all","description":"of it","completed":true,"priority":"low","due_date":"9999-12-31T23:59:59.999999Z"}""",
    ];

    /// <summary>A change, a later one of the same member, and a later one of other members.</summary>
    public static TheoryData<string, string, string> Later => new()
    {
        { """{"title":"mine"}""", """{"title":"theirs"}""", """{"description":"theirs","due_date":null}""" },
        { """{"description":null}""", """{"description":"theirs"}""", """{"title":"theirs","completed":true}""" },
        { """{"completed":true}""", """{"completed":false}""", """{"priority":"high","due_date":"2027-01-01"}""" },
        { """{"priority":"high"}""", """{"priority":"low"}""", """{"completed":true}""" },
        { """{"due_date":"2026-12-02"}""", """{"due_date":"2026-12-02T00:00:00Z"}""", """{"title":"theirs"}""" },
        { """{"due_date":"2026-12-01T00:00:00Z"}""", """{"due_date":"2026-12-05T10:00:00Z"}""", """{"description":null}""" },
        { """{"due_date":null}""", """{"due_date":"2026-12-01"}""", """{"description":null}""" },
        { """{"title":"mine","priority":"high"}""", """{"priority":"low"}""", """{"completed":true,"due_date":null}""" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Sets_an_update_back(string change)
    {
        var ada = api.NewUser();
        var before = await NewTaskAsync(ada);
        var after = await ada.PatchAsync(before.Id(), change);

        var undone = (await ada.UndoAsync(await LastAsync(ada, before.Id()))).StatusCodeShouldBe(200);

        AssertSame(before, undone.Json());
        Assert.Equal(3, undone.Json().Version());
        Assert.Equal("\"3\"", undone.Header("ETag"));
        Assert.True(undone.Json().Instant("updated_at") > after.Instant("updated_at"));
        Assert.Equal(undone.ReadAsText(), (await ada.GetAsync(before.Id())).GetRawText());
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task An_undo_can_be_undone_and_so_on(string change)
    {
        var ada = api.NewUser();
        var before = await NewTaskAsync(ada);
        var after = await ada.PatchAsync(before.Id(), change);

        for (var i = 0; i < 2; i++)
        {
            AssertSame(before, (await ada.UndoAsync(await LastAsync(ada, before.Id()))).StatusCodeShouldBe(200).Json());
            AssertSame(after, (await ada.UndoAsync(await LastAsync(ada, before.Id()))).StatusCodeShouldBe(200).Json());
        }

        Assert.Equal(6, (await ada.HistoryAsync(before.Id())).Length);
    }

    [Fact]
    public async Task An_undo_is_a_change_as_any_other()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync("Buy milk");
        await ada.PatchAsync(id, """{"title":"Fetch bread"}""");
        await ada.UndoAsync(await LastAsync(ada, id));
        await ada.SendAsync(HttpMethod.Patch, $"tasks/{id}/complete");
        await ada.UndoAsync(await LastAsync(ada, id));
        await ada.DeleteAsync($"tasks/{id}");
        await ada.UndoAsync(await LastAsync(ada, id));

        var history = await ada.HistoryAsync(id);

        Assert.Equal(
            ["task.restored", "task.deleted", "task.reopened", "task.completed", "task.updated", "task.updated", "task.created"], history.Select(change => change.Text("type")));
        Assert.Equal("""{"title":{"from":"Fetch bread","to":"Buy milk"}}""", history[4].GetProperty("changes").GetRawText());
        Assert.Equal(["Buy milk"], await ada.TitlesAsync("?search=milk"));
        Assert.Empty(await ada.TitlesAsync("?search=bread"));
    }

    [Fact]
    public async Task What_was_created_goes_to_the_trash_as_it_is_now()
    {
        var ada = api.NewUser();
        var task = await ada.CreateAsync("x");
        var created = await LastAsync(ada, task.Id());
        var now = await ada.PatchAsync(task.Id(), """{"title":"y"}""");

        var undone = (await ada.UndoAsync(created)).StatusCodeShouldBe(200);

        AssertSame(now, undone.Json());
        Assert.Equal(undone.Json().Instant("updated_at"), undone.Json().Instant("deleted_at"));
        Assert.Equal("\"3\"", undone.Header("ETag"));
        (await ada.GetAsync($"tasks/{task.Id()}")).ShouldBeProblem("TASK_NOT_FOUND");
        Assert.Equal("task.deleted", (await ada.HistoryAsync(task.Id()))[0].Text("type"));
    }

    [Fact]
    public async Task What_was_deleted_comes_back_and_goes_again()
    {
        var ada = api.NewUser();
        var task = await NewTaskAsync(ada);
        await ada.DeleteAsync($"tasks/{task.Id()}");
        var deleted = await LastAsync(ada, task.Id());

        var restored = (await ada.UndoAsync(deleted)).StatusCodeShouldBe(200).Json();
        var again = (await ada.UndoAsync(await LastAsync(ada, task.Id()))).StatusCodeShouldBe(200).Json();

        AssertSame(task, restored);
        Assert.False(restored.TryGetProperty("deleted_at", out _));
        AssertSame(task, again);
        Assert.True(again.Instant("deleted_at") < restored.Instant("updated_at"));
        (await ada.GetAsync($"tasks/{task.Id()}")).ShouldBeProblem("TASK_NOT_FOUND");

        // It is in the trash as the first time, so that deletion can be undone once more.
        AssertSame(task, (await ada.UndoAsync(deleted)).StatusCodeShouldBe(200).Json());
    }

    [Fact]
    public async Task Another_deletion_is_not_undone_in_place_of_the_one_that_was_meant()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();
        await ada.DeleteAsync($"tasks/{id}");
        var first = await LastAsync(ada, id);
        await ada.UndoAsync(first);
        await ada.DeleteAsync($"tasks/{id}");

        var refused = await ada.UndoAsync(first);

        Assert.True(refused.ShouldBeProblem("CONFLICT").GetProperty("current").TryGetProperty("deleted_at", out _));
    }

    [Theory]
    [MemberData(nameof(Later))]
    public async Task Leaves_other_members_alone_and_refuses_what_has_changed_since(string change, string same, string others)
    {
        var ada = api.NewUser();
        var before = await NewTaskAsync(ada);
        await ada.PatchAsync(before.Id(), change);
        var undo = await LastAsync(ada, before.Id());
        var mixed = await ada.PatchAsync(before.Id(), others);

        var undone = (await ada.UndoAsync(undo)).StatusCodeShouldBe(200).Json();

        Assert.All(mixed.EnumerateObject().Where(member => member.Name is not ("version" or "updated_at")), member => Assert.Equal(
            (change.Contains($"\"{member.Name}\"", StringComparison.Ordinal) ? before.GetProperty(member.Name) : member.Value).GetRawText(),
            undone.GetProperty(member.Name).GetRawText()));

        await ada.UndoAsync(await LastAsync(ada, before.Id()));
        var current = await ada.PatchAsync(before.Id(), same);

        AssertConflict(current, await ada.UndoAsync(undo));
        Assert.Equal(current.GetRawText(), (await ada.GetAsync(before.Id())).GetRawText());
        Assert.Equal(6, (await ada.HistoryAsync(before.Id())).Length);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Undoes_a_change_once(string change)
    {
        var ada = api.NewUser();
        var id = (await NewTaskAsync(ada)).Id();
        await ada.PatchAsync(id, change);
        var undo = await LastAsync(ada, id);

        var current = (await ada.UndoAsync(undo)).StatusCodeShouldBe(200).Json();

        AssertConflict(current, await ada.UndoAsync(undo));
    }

    [Fact]
    public async Task Undoes_a_creation_and_a_deletion_once()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();
        var created = await LastAsync(ada, id);
        await ada.DeleteAsync($"tasks/{id}");
        var deleted = await LastAsync(ada, id);

        (await ada.UndoAsync(created)).ShouldBeProblem("CONFLICT");
        (await ada.UndoAsync(deleted)).StatusCodeShouldBe(200);
        (await ada.UndoAsync(deleted)).ShouldBeProblem("CONFLICT");
        (await ada.UndoAsync(created)).StatusCodeShouldBe(200);
        (await ada.UndoAsync(created)).ShouldBeProblem("CONFLICT");
    }

    [Fact]
    public async Task Refuses_an_update_of_what_is_in_the_trash()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();
        await ada.PatchAsync(id, """{"title":"changed"}""");
        var updated = await LastAsync(ada, id);
        await ada.DeleteAsync($"tasks/{id}");

        var current = (await ada.UndoAsync(updated)).ShouldBeProblem("CONFLICT").GetProperty("current");

        Assert.Equal(("changed", 3L), (current.Text("title"), current.Version()));
        Assert.True(current.Instant("deleted_at") > current.Instant("created_at"));
    }

    [Fact]
    public async Task Sets_back_what_was_changed_by_hand()
    {
        var ada = api.NewUser();
        var task = await NewTaskAsync(ada);
        await api.ExecuteAsync($"SET timezone = 'America/New_York'; UPDATE tasks SET title = 'by hand', due_at = due_at + interval '1 day', deleted_at = now() WHERE id = {task.Id()}");

        var undone = (await ada.UndoAsync(await LastAsync(ada, task.Id()))).StatusCodeShouldBe(200).Json();

        AssertSame(task, undone);
        Assert.Equal(undone.GetRawText(), (await ada.GetAsync(task.Id())).GetRawText());
    }

    [Fact]
    public async Task Of_twenty_parallel_undos_one_succeeds()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();
        var created = await LastAsync(ada, id);
        await ada.PatchAsync(id, """{"title":"changed","completed":true}""");
        var completed = await LastAsync(ada, id);

        foreach (var change in (long[])[completed, created])
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ada.UndoAsync(change)));

            Assert.Single(answers, answer => answer.Status() == 200);
            Assert.All(answers.Where(answer => answer.Status() != 200), answer => answer.ShouldBeProblem("CONFLICT"));
        }

        Assert.Equal(4, (await ada.HistoryAsync(id)).Length);
    }

    [Fact]
    public async Task Does_not_find_changes_of_what_was_purged_nor_the_purge()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();
        await ada.PatchAsync(id, """{"title":"changed"}""");
        await ada.DeleteAsync($"tasks/{id}");
        var changes = (await ada.HistoryAsync(id)).Select(change => change.Id()).ToList();
        await api.ExecuteAsync($"DELETE FROM tasks WHERE id = {id}");
        changes.Add((long)(await api.ExecuteAsync($"SELECT max(id) FROM task_changes WHERE task_id = {id}"))!);

        Assert.Equal(4, changes.Distinct().Count());
        foreach (var change in changes)
        {
            (await ada.UndoAsync(change)).ShouldBeProblem("CHANGE_NOT_FOUND");
        }
    }

    [Fact]
    public async Task Does_not_undo_the_change_of_another_user()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();
        var before = await ada.PatchAsync(id, """{"title":"changed"}""");

        var refused = await api.NewUser().UndoAsync(await LastAsync(ada, id));

        refused.ShouldBeProblem("CHANGE_NOT_FOUND");
        Assert.Equal(before.GetRawText(), (await ada.GetAsync(id)).GetRawText());
    }

    [Theory]
    [MemberData(nameof(GetTaskTests.NoSuchIds), MemberType = typeof(GetTaskTests))]
    public async Task Does_not_find_what_is_no_change(string id) =>
        (await api.NewUser().SendAsync(HttpMethod.Post, $"changes/{id}/undo")).ShouldBeProblem("CHANGE_NOT_FOUND");

    [Fact]
    public async Task Is_there_without_the_user_id_and_tells_of_parameters_that_it_does_not_have()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();
        var created = await LastAsync(ada, id);

        (await ada.SendAsync(HttpMethod.Post, $"changes/{created}/undo?force=true")).ShouldBeInvalid("force");
        (await ada.SendAsync(HttpMethod.Post, $"/api/changes/{created}/undo/")).StatusCodeShouldBe(200);
    }

    private static Task<JsonElement> NewTaskAsync(ApiUser user) => user.CreateAsync(new { title = "Straße", description = "two", due_date = "2026-12-01" });

    private static async Task<long> LastAsync(ApiUser user, long id) => (await user.HistoryAsync(id))[0].Id();

    /// <summary>All that a client can set, and what it never can, is as it was.</summary>
    private static void AssertSame(JsonElement expected, JsonElement task) => Assert.All(
        expected.EnumerateObject().Where(member => member.Name is not ("version" or "updated_at" or "deleted_at")),
        member => Assert.Equal(member.Value.GetRawText(), task.GetProperty(member.Name).GetRawText()));

    private static void AssertConflict(JsonElement current, IScenarioResult answer)
    {
        Assert.Equal(current.GetRawText(), answer.ShouldBeProblem("CONFLICT").GetProperty("current").GetRawText());
        Assert.Equal($"\"{current.Version()}\"", answer.Header("ETag"));
    }
}
