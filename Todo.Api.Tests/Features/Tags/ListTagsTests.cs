using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Tags;

public sealed class ListTagsTests(TodoApi api)
{
    [Fact]
    public async Task Lists_tags_by_name_with_the_number_of_tasks_that_have_them()
    {
        var ada = api.NewUser();
        await ada.CreateTaggedAsync("1", "work", "Äpfel", "home");
        await ada.CreateTaggedAsync("2", "HOME", "zoo");
        await ada.CreateTaggedAsync("3", "Home");
        await ada.CreateAsync(new { title = "4", tags = (string[])["home"], completed = true });
        await ada.CreateAsync("untagged");

        Assert.Equal([("Äpfel", 1), ("home", 4), ("work", 1), ("zoo", 1)], await ada.TagsAsync());
        Assert.Equal("""[{"name":"Äpfel","count":1},{"name":"home","count":4},{"name":"work","count":1},{"name":"zoo","count":1}]""", (await ada.GetAsync("/api/tags")).ReadAsText());
    }

    [Fact]
    public async Task A_tag_of_no_live_task_is_not_listed()
    {
        var ada = api.NewUser();
        Assert.Empty(await ada.TagsAsync());

        var task = await ada.CreateTaggedAsync("x", "home", "work");
        await ada.PatchAsync(task.Id(), """{"tags":["home"]}""");
        Assert.Equal([("home", 1)], await ada.TagsAsync());

        await ada.DeleteAsync($"tasks/{task.Id()}");
        Assert.Empty(await ada.TagsAsync());

        await ada.SendAsync(HttpMethod.Post, $"trash/{task.Id()}/restore");
        Assert.Equal([("home", 1)], await ada.TagsAsync());
    }

    [Fact]
    public async Task Tags_of_others_are_neither_shown_nor_counted()
    {
        var (ada, bob) = (api.NewUser(), api.NewUser());
        await bob.CreateTaggedAsync("of bob", "home", "secret");
        await ada.CreateTaggedAsync("of ada", "home");

        Assert.Equal([("home", 1)], await ada.TagsAsync());
    }

    [Theory]
    [InlineData("limit=1", "limit")]
    [InlineData("search=x", "search")]
    public async Task Takes_no_parameters(string query, string name) => (await api.NewUser().GetAsync($"tags?{query}")).ShouldBeInvalid(name);
}
