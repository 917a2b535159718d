using System.Text.Json;
using Alba;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Tags;

internal static class Tags
{
    internal static string[] TagsOf(this JsonElement task) => [.. task.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()!)];

    /// <summary>What <c>GET /tags</c> says: name and count, in its order.</summary>
    internal static async Task<(string Name, int Count)[]> TagsAsync(this ApiUser user) =>
        [.. (await user.GetAsync("tags")).StatusCodeShouldBe(200).Json().EnumerateArray().Select(tag => (tag.Text("name")!, tag.GetProperty("count").GetInt32()))];

    /// <summary>Renames a tag, whatever the answer.</summary>
    internal static Task<IScenarioResult> RenameTagAsync(this ApiUser user, string name, string newName) =>
        user.SendAsync(HttpMethod.Patch, $"tags/{Uri.EscapeDataString(name)}", new { name = newName });

    internal static Task<JsonElement> CreateTaggedAsync(this ApiUser user, string title, params string[] tags) => user.CreateAsync(new { title, tags });
}
