using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Tasks;

public sealed class ToggleCompleteTests(TodoApi api)
{
    [Fact]
    public async Task Toggles_without_a_body()
    {
        var ada = api.NewUser();
        var before = await ada.CreateAsync(new { title = "x", description = "y", priority = "low", due_date = "2026-12-01" });

        var toggled = await api.Scenario(ada, _ => _.Patch.Url($"{ada.Tasks}/{before.Id()}/complete"));

        var after = toggled.Json();
        Assert.True(after.IsCompleted());
        Assert.True(after.Instant("updated_at") > before.Instant("updated_at"));
        Assert.All(before.EnumerateObject().Where(member => member.Name is not ("completed" or "version" or "updated_at")), member =>
            Assert.Equal(member.Value.GetRawText(), after.GetProperty(member.Name).GetRawText()));
        Assert.Equal(after.GetRawText(), (await ada.GetAsync(before.Id())).GetRawText());
    }

    [Fact]
    public async Task Toggles_there_and_back()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        var first = await ada.SendAsync(HttpMethod.Patch, $"tasks/{id}/complete");
        var second = await ada.SendAsync(HttpMethod.Patch, $"tasks/{id}/complete");

        Assert.True(first.Json().IsCompleted());
        Assert.False(second.Json().IsCompleted());
    }

    [Fact]
    public async Task Toggles_with_an_empty_body_that_is_called_json()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        var response = await ada.SendAsync(HttpMethod.Patch, $"tasks/{id}/complete", Array.Empty<byte>());

        response.StatusCodeShouldBe(200);
        Assert.True(response.Json().IsCompleted());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Sets_what_it_is_told_however_often(bool completed)
    {
        var ada = api.NewUser();
        var id = (await ada.CreateAsync(new { title = "x", completed = !completed })).Id();
        var body = completed ? """{"completed":true}""" : """{"completed":false}""";

        var first = await ada.SendAsync(HttpMethod.Patch, $"tasks/{id}/complete", body);
        var again = await ada.SendAsync(HttpMethod.Patch, $"tasks/{id}/complete", body);

        var set = first.Json();
        Assert.Equal(completed, set.IsCompleted());
        again.StatusCodeShouldBe(200);
        Assert.Equal(set.GetRawText(), again.Json().GetRawText());
        Assert.Equal(set.GetRawText(), (await ada.GetAsync(id)).GetRawText());
    }

    [Fact]
    public async Task A_hundred_parallel_toggles_flip_a_hundred_times()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        var states = await Task.WhenAll(Enumerable.Range(0, 100).Select(async _ =>
        {
            var response = await ada.SendAsync(HttpMethod.Patch, $"tasks/{id}/complete");
            return response.Json().IsCompleted();
        }));

        Assert.Equal(50, states.Count(completed => completed));
        Assert.False((await ada.GetAsync(id)).IsCompleted());
    }

    [Fact]
    public async Task An_odd_number_of_parallel_toggles_completes()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        await Task.WhenAll(Enumerable.Range(0, 25).Select(_ => ada.SendAsync(HttpMethod.Patch, $"tasks/{id}/complete")));

        Assert.True((await ada.GetAsync(id)).IsCompleted());
    }

    [Fact]
    public async Task Toggles_and_updates_do_not_undo_each_other()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        await Task.WhenAll(Enumerable.Range(0, 21).SelectMany(number => new Task[]
        {
            ada.SendAsync(HttpMethod.Patch, $"tasks/{id}/complete"),
            ada.PatchAsync(id, $$"""{"description":"{{number}}"}"""),
        }));

        var after = await ada.GetAsync(id);
        Assert.True(after.IsCompleted());
        Assert.False(after.IsNull("description"));
    }

    [Theory]
    [InlineData("""{"completed":"true"}""")]
    [InlineData("""{"completed":1}""")]
    [InlineData("""{"completed":null}""")]
    [InlineData("""{"completed":[true]}""")]
    public async Task Refuses_what_is_neither_true_nor_false(string json)
    {
        var ada = api.NewUser();
        var before = await ada.CreateAsync("x");

        var response = await ada.SendAsync(HttpMethod.Patch, $"tasks/{before.Id()}/complete", json);

        response.ShouldBeInvalid("completed");
        Assert.Equal(before.GetRawText(), (await ada.GetAsync(before.Id())).GetRawText());
    }

    [Fact]
    public async Task Refuses_unknown_members_and_suggests_the_one_there_is()
    {
        var ada = api.NewUser();
        var before = await ada.CreateAsync("x");

        var response = await ada.SendAsync(HttpMethod.Patch, $"tasks/{before.Id()}/complete", """{"complete":true}""");

        var errors = response.ShouldBeInvalid("complete");
        Assert.Contains("did you mean 'completed'?", Assert.Single(errors["complete"]), StringComparison.Ordinal);
        Assert.Equal(before.GetRawText(), (await ada.GetAsync(before.Id())).GetRawText());
    }

    [Theory]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"completed":true,"completed":false}""")]
    public async Task Does_not_toggle_for_a_body_that_is_no_object(string body)
    {
        var ada = api.NewUser();
        var before = await ada.CreateAsync("x");

        var response = await ada.SendAsync(HttpMethod.Patch, $"tasks/{before.Id()}/complete", body);

        response.ShouldBeProblem("MALFORMED_REQUEST");
        Assert.Equal(before.GetRawText(), (await ada.GetAsync(before.Id())).GetRawText());
    }

    [Fact]
    public async Task Does_not_toggle_for_a_body_of_another_kind()
    {
        var ada = api.NewUser();
        var before = await ada.CreateAsync("x");

        var response = await ada.SendAsync(HttpMethod.Patch, $"tasks/{before.Id()}/complete", "completed=true", "application/x-www-form-urlencoded");

        response.ShouldBeProblem("UNSUPPORTED_MEDIA_TYPE");
        Assert.Equal(before.GetRawText(), (await ada.GetAsync(before.Id())).GetRawText());
    }

    [Fact]
    public async Task Refuses_unknown_query_parameters_and_toggles_nothing()
    {
        var ada = api.NewUser();
        var before = await ada.CreateAsync("x");

        var response = await ada.SendAsync(HttpMethod.Patch, $"tasks/{before.Id()}/complete?completed=true");

        response.ShouldBeInvalid("completed");
        Assert.Equal(before.GetRawText(), (await ada.GetAsync(before.Id())).GetRawText());
    }

    [Fact]
    public async Task Tolerates_the_user_id_in_the_query()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        var response = await ada.SendAsync(HttpMethod.Patch, $"tasks/{id}/complete?user_id={ada.Id}");

        response.StatusCodeShouldBe(200);
    }

    [Theory]
    [MemberData(nameof(GetTaskTests.NoSuchIds), MemberType = typeof(GetTaskTests))]
    public async Task Does_not_find_what_is_no_task(string id)
    {
        var ada = api.NewUser();

        var toggle = await ada.SendAsync(HttpMethod.Patch, $"tasks/{id}/complete");
        var set = await ada.SendAsync(HttpMethod.Patch, $"tasks/{id}/complete", """{"completed":true}""");

        toggle.ShouldBeProblem("TASK_NOT_FOUND");
        set.ShouldBeProblem("TASK_NOT_FOUND");
    }

    [Fact]
    public async Task Does_not_toggle_the_task_of_another_user()
    {
        var ada = api.NewUser();
        var before = await ada.CreateAsync("x");

        var response = await api.NewUser().SendAsync(HttpMethod.Patch, $"tasks/{before.Id()}/complete");

        response.ShouldBeProblem("TASK_NOT_FOUND");
        Assert.Equal(before.GetRawText(), (await ada.GetAsync(before.Id())).GetRawText());
    }
}
