using System.Text.Json;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Tasks;

public sealed class ListEnvelopeTests(TodoApi api)
{
    [Theory]
    [InlineData("tasks")]
    [InlineData("items")]
    [InlineData("data")]
    public async Task A_list_is_the_named_member_of_an_object_with_what_the_headers_say(string member)
    {
        await using var host = await TodoApi.HostAsync(await api.Databases.CreateAsync(), ("LIST_ENVELOPE", member));
        var ada = host.NewUser();
        for (var i = 0; i < 5; i++)
        {
            await ada.CreateIdAsync($"{i}");
        }

        var first = await ada.GetAsync("tasks?limit=2");
        var envelope = first.Json();

        Assert.Equal([member, "total", "limit", "offset", "page", "total_pages", "next_cursor"], envelope.EnumerateObject().Select(part => part.Name));
        Assert.Equal(["4", "3"], Titles(envelope));
        Assert.Equal((5, 2, 0, 1, 3), Numbers(envelope));
        Assert.Equal("5", first.Header("X-Total-Count"));
        Assert.Contains("rel=\"next\"", first.Header("Link"), StringComparison.Ordinal);

        var second = (await ada.GetAsync($"tasks?limit=2&cursor={envelope.Text("next_cursor")}")).Json();
        Assert.Equal(["2", "1"], Titles(second));
        Assert.True(second.IsNull("page"));

        var last = (await ada.GetAsync("tasks?limit=2&page=3")).Json();
        Assert.Equal(["0"], Titles(last));
        Assert.Equal((5, 2, 4, 3, 3), Numbers(last));
        Assert.True(last.IsNull("next_cursor"));

        IEnumerable<string?> Titles(JsonElement list) => list.GetProperty(member).EnumerateArray().Select(task => task.Text("title"));
    }

    [Fact]
    public async Task The_trash_is_wrapped_in_the_same_way()
    {
        await using var host = await TodoApi.HostAsync(await api.Databases.CreateAsync(), ("LIST_ENVELOPE", "items"));
        var ada = host.NewUser();
        Assert.Equal(0, (await ada.GetAsync("trash")).Json().GetProperty("total").GetInt32());
        for (var i = 0; i < 3; i++)
        {
            await ada.TrashAsync($"{i}");
        }

        var first = await ada.GetAsync("trash?limit=2");
        var second = (await ada.GetAsync($"trash?limit=2&cursor={first.Json().Text("next_cursor")}")).Json();

        Assert.Equal(["items", "total", "limit", "offset", "page", "total_pages", "next_cursor"], first.Json().EnumerateObject().Select(part => part.Name));
        Assert.Equal(["2", "1"], first.Json().GetProperty("items").EnumerateArray().Select(task => task.Text("title")));
        Assert.Equal((3, 2, 0, 1, 2), Numbers(first.Json()));
        Assert.StartsWith("W/", first.Header("ETag"), StringComparison.Ordinal);
        Assert.Equal("0", Assert.Single(second.GetProperty("items").EnumerateArray()).Text("title"));
        Assert.Equal(3, second.GetProperty("total").GetInt32());
        Assert.True(second.IsNull("next_cursor") && second.IsNull("page"));
    }

    private static (int Total, int Limit, int Offset, int Page, int TotalPages) Numbers(JsonElement list) =>
        (Number(list, "total"), Number(list, "limit"), Number(list, "offset"), Number(list, "page"), Number(list, "total_pages"));

    private static int Number(JsonElement list, string member) => list.GetProperty(member).GetInt32();
}
