using System.Net;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Tasks;

public sealed class DeleteTaskTests(TodoApi api)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Deletes_a_task_and_says_nothing()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        using var response = await ada.Client.DeleteAsync($"tasks/{id}", Ct);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Ct));
        Assert.Empty(await ada.ListAsync());
        using var gone = await ada.Client.GetAsync($"tasks/{id}", Ct);
        await gone.AssertNotFoundAsync();
    }

    [Fact]
    public async Task Deletes_only_that_task()
    {
        var ada = api.NewUser();
        var kept = await ada.CreateAsync("kept");
        var id = await ada.CreateIdAsync("deleted");

        using var response = await ada.Client.DeleteAsync($"tasks/{id}", Ct);

        Assert.Equal(kept.ToString(), Assert.Single(await ada.ListAsync()).ToString());
    }

    [Fact]
    public async Task Does_not_find_a_task_that_is_already_gone()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        using var first = await ada.Client.DeleteAsync($"tasks/{id}", Ct);
        using var second = await ada.Client.DeleteAsync($"tasks/{id}", Ct);

        await second.AssertNotFoundAsync();
    }

    [Fact]
    public async Task Of_parallel_deletes_one_succeeds()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        var responses = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => ada.Client.DeleteAsync($"tasks/{id}", Ct)));

        Assert.Single(responses, response => response.StatusCode == HttpStatusCode.NoContent);
        Assert.Equal(9, responses.Count(response => response.StatusCode == HttpStatusCode.NotFound));
    }

    [Fact]
    public async Task A_deleted_task_can_neither_be_changed_nor_toggled()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();
        using var deleted = await ada.Client.DeleteAsync($"tasks/{id}", Ct);

        using var put = await ada.SendAsync(HttpMethod.Put, $"tasks/{id}", """{"title":"x"}""");
        using var patch = await ada.SendAsync(HttpMethod.Patch, $"tasks/{id}", """{"title":"x"}""");
        using var toggle = await ada.SendAsync(HttpMethod.Patch, $"tasks/{id}/complete");

        await put.AssertNotFoundAsync();
        await patch.AssertNotFoundAsync();
        await toggle.AssertNotFoundAsync();
        Assert.Empty(await ada.ListAsync());
    }

    [Theory]
    [MemberData(nameof(GetTaskTests.NoSuchIds), MemberType = typeof(GetTaskTests))]
    public async Task Does_not_find_what_is_no_task(string id)
    {
        var ada = api.NewUser();
        await ada.CreateIdAsync();

        using var response = await ada.Client.DeleteAsync($"tasks/{id}", Ct);

        await response.AssertNotFoundAsync();
        Assert.Single(await ada.ListAsync());
    }

    [Fact]
    public async Task Does_not_delete_the_task_of_somebody_else()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        using var response = await api.NewUser().Client.DeleteAsync($"tasks/{id}", Ct);

        await response.AssertNotFoundAsync();
        Assert.Single(await ada.ListAsync());
    }

    [Fact]
    public async Task Refuses_unknown_query_parameters_and_deletes_nothing()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        using var response = await ada.Client.DeleteAsync($"tasks/{id}?force=true", Ct);

        await response.AssertInvalidAsync("force");
        Assert.Single(await ada.ListAsync());
    }

    [Fact]
    public async Task Tolerates_the_user_id_in_the_query()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        using var response = await ada.Client.DeleteAsync($"tasks/{id}?user_id={ada.Id}", Ct);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }
}
