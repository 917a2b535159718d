using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Tags;

public sealed class DeleteTagTests(TodoApi api)
{
    [Fact]
    public async Task Takes_a_tag_off_all_tasks_in_the_trash_too()
    {
        var (ada, bob) = (api.NewUser(), api.NewUser());
        await bob.CreateTaggedAsync("of bob", "home");
        var live = await ada.CreateTaggedAsync("live", "a", "home");
        var trashed = await ada.CreateTaggedAsync("trashed", "home");
        var other = await ada.CreateTaggedAsync("other", "a");
        await ada.DeleteAsync($"tasks/{trashed.Id()}");

        var deleted = await ada.DeleteAsync("tags/HOME");

        Assert.Equal("", deleted.StatusCodeShouldBe(204).ReadAsText());
        Assert.Equal(["a"], (await ada.GetAsync(live.Id())).TagsOf());
        Assert.Equal(2, (await ada.GetAsync(live.Id())).Version());
        Assert.Equal("""{"tags":{"from":["a","home"],"to":["a"]}}""", (await ada.HistoryAsync(live.Id()))[0].GetProperty("changes").GetRawText());
        Assert.Equal(other.GetRawText(), (await ada.GetAsync(other.Id())).GetRawText());
        Assert.Empty((await ada.SendAsync(HttpMethod.Post, $"trash/{trashed.Id()}/restore")).Json().TagsOf());
        Assert.Equal([("a", 2)], await ada.TagsAsync());
        Assert.Equal([("home", 1)], await bob.TagsAsync());
        (await ada.DeleteAsync("tags/home")).ShouldBeProblem("TAG_NOT_FOUND");
    }

    [Fact]
    public async Task Given_again_it_has_the_new_spelling_and_the_deletion_can_be_undone()
    {
        var ada = api.NewUser();
        var task = await ada.CreateTaggedAsync("x", "home");
        await ada.DeleteAsync("tags/home");

        Assert.Equal(["HOME"], (await ada.CreateTaggedAsync("y", "HOME")).TagsOf());
        Assert.Equal(["HOME"], (await ada.UndoAsync((await ada.HistoryAsync(task.Id()))[0].Id())).StatusCodeShouldBe(200).Json().TagsOf());
    }
}
