using System.Text.Json;
using CsCheck;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Properties;

/// <summary>Whatever was done to a task, all of it undone from the last to the first leaves it as it was created.</summary>
public sealed class UndoProperties(TodoApi api)
{
    private static readonly Gen<Dictionary<string, object?>> Updates = Gen.Select(
        Gen.OneOf("one", "two", "Straße"),
        Gen.OneOf<string?>(null, "", "about it"),
        Gen.Bool,
        Gen.OneOf("low", "medium", "high"),
        Gen.OneOf<string?>(null, "2026-12-01", "2026-12-01T00:00:00Z", "2026-12-02T09:30:00.000001Z", "0001-01-01", "9999-12-31"),
        (title, description, completed, priority, dueDate) => new Dictionary<string, object?>
        {
            ["title"] = title,
            ["description"] = description,
            ["completed"] = completed,
            ["priority"] = priority,
            ["due_date"] = dueDate,
        });

    private enum Step
    {
        Update,
        Toggle,
        Delete,
        Undo,
    }

    [Fact]
    public Task All_undone_in_reverse_is_the_task_as_it_was_created() =>
        Gen.Select(Updates, Gen.Select(Gen.Enum<Step>(), Updates, Gen.Int[1, 31]).Array[0, 12]).SampleAsync(
            async (first, steps) =>
            {
                var ada = api.NewUser();
                var created = await ada.CreateAsync(first);
                foreach (var (step, update, members) in steps)
                {
                    await TakeAsync(ada, created.Id(), step, update.Where((_, member) => (members >> member) % 2 == 1).ToDictionary());
                }

                var changes = await ada.HistoryAsync(created.Id());
                JsonElement task = default;
                foreach (var change in changes[..^1])
                {
                    task = (await ada.UndoAsync(change.Id())).StatusCodeShouldBe(200).Json();
                }

                task = changes.Length == 1 ? created : task;
                Assert.Equal(created.EnumerateObject().Select(member => member.Name), task.EnumerateObject().Select(member => member.Name));
                AssertSame(created, task);
                Assert.Equal((2 * changes.Length) - 1, task.Version());

                var gone = (await ada.UndoAsync(changes[^1].Id())).StatusCodeShouldBe(200).Json();
                AssertSame(created, gone);
                Assert.Equal(gone.Text("updated_at"), gone.Text("deleted_at"));
                Assert.Empty(await ada.ListAsync());
            },
            iter: 60,
            threads: 2);

    /// <summary>A task in the trash is found by nothing but undoing.</summary>
    private static async Task TakeAsync(ApiUser user, long id, Step step, Dictionary<string, object?> update)
    {
        var answer = step switch
        {
            Step.Update => await user.SendAsync(HttpMethod.Patch, $"tasks/{id}", update),
            Step.Toggle => await user.SendAsync(HttpMethod.Patch, $"tasks/{id}/complete"),
            Step.Delete => await user.DeleteAsync($"tasks/{id}"),
            _ => await user.UndoAsync((await user.HistoryAsync(id))[0].Id()),
        };

        answer.ShouldBeHandled();
    }

    private static void AssertSame(JsonElement expected, JsonElement task) => Assert.All(
        expected.EnumerateObject().Where(member => member.Name is not ("version" or "updated_at")),
        member => Assert.Equal(member.Value.GetRawText(), task.GetProperty(member.Name).GetRawText()));
}
