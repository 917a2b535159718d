using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Tasks;

public sealed class DeleteTaskTests(TodoApi api)
{
    [Fact]
    public async Task Deletes_a_task_and_says_nothing()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        var deleted = await api.Scenario(ada, _ =>
        {
            _.Delete.Url($"{ada.Tasks}/{id}");
            _.StatusCodeShouldBe(204);
        });

        Assert.Empty(deleted.ReadAsText());
        Assert.Empty(await ada.ListAsync());
        (await ada.GetAsync($"tasks/{id}")).ShouldBeProblem("TASK_NOT_FOUND");
    }

    [Fact]
    public async Task Deletes_only_that_task()
    {
        var ada = api.NewUser();
        var kept = await ada.CreateAsync("kept");
        var id = await ada.CreateIdAsync("deleted");

        var response = await ada.DeleteAsync($"tasks/{id}");

        Assert.Equal(kept.ToString(), Assert.Single(await ada.ListAsync()).ToString());
    }

    [Fact]
    public async Task Does_not_find_a_task_that_is_already_gone()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        var first = await ada.DeleteAsync($"tasks/{id}");
        var second = await ada.DeleteAsync($"tasks/{id}");

        second.ShouldBeProblem("TASK_NOT_FOUND");
    }

    [Fact]
    public async Task Of_parallel_deletes_one_succeeds()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        var responses = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => ada.DeleteAsync($"tasks/{id}")));

        Assert.Single(responses, response => response.Status() == 204);
        Assert.Equal(9, responses.Count(response => response.Status() == 404));
    }

    [Fact]
    public async Task A_deleted_task_can_neither_be_changed_nor_toggled()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();
        var deleted = await ada.DeleteAsync($"tasks/{id}");

        var put = await ada.SendAsync(HttpMethod.Put, $"tasks/{id}", """{"title":"x"}""");
        var patch = await ada.SendAsync(HttpMethod.Patch, $"tasks/{id}", """{"title":"x"}""");
        var toggle = await ada.SendAsync(HttpMethod.Patch, $"tasks/{id}/complete");

        put.ShouldBeProblem("TASK_NOT_FOUND");
        patch.ShouldBeProblem("TASK_NOT_FOUND");
        toggle.ShouldBeProblem("TASK_NOT_FOUND");
        Assert.Empty(await ada.ListAsync());
    }

    [Theory]
    [MemberData(nameof(GetTaskTests.NoSuchIds), MemberType = typeof(GetTaskTests))]
    public async Task Does_not_find_what_is_no_task(string id)
    {
        var ada = api.NewUser();
        await ada.CreateIdAsync();

        var response = await ada.DeleteAsync($"tasks/{id}");

        response.ShouldBeProblem("TASK_NOT_FOUND");
        Assert.Single(await ada.ListAsync());
    }

    [Fact]
    public async Task Does_not_delete_the_task_of_another_user()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        var response = await api.NewUser().DeleteAsync($"tasks/{id}");

        response.ShouldBeProblem("TASK_NOT_FOUND");
        Assert.Single(await ada.ListAsync());
    }

    [Fact]
    public async Task Refuses_unknown_query_parameters_and_deletes_nothing()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        var response = await ada.DeleteAsync($"tasks/{id}?force=true");

        response.ShouldBeInvalid("force");
        Assert.Single(await ada.ListAsync());
    }

    [Fact]
    public async Task Tolerates_the_user_id_in_the_query()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        var response = await ada.DeleteAsync($"tasks/{id}?user_id={ada.Id}");

        response.StatusCodeShouldBe(204);
    }
}
