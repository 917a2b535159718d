using System.Text.Json;
using Alba;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Lists;

internal static class Lists
{
    /// <summary>Creates a list and answers with it as it came back.</summary>
    internal static async Task<JsonElement> CreateListAsync(this ApiUser user, string name, string? color = null) =>
        (await user.SendAsync(HttpMethod.Post, "lists", new { name, color })).StatusCodeShouldBe(201).Json();

    internal static async Task<JsonElement> GetListAsync(this ApiUser user, long id) => (await user.GetAsync($"lists/{id}")).StatusCodeShouldBe(200).Json();

    internal static async Task<JsonElement[]> ListListsAsync(this ApiUser user) => [.. (await user.GetAsync("lists")).StatusCodeShouldBe(200).Json().EnumerateArray()];

    internal static (int Open, int Total) Counts(this JsonElement list) => (list.GetProperty("open").GetInt32(), list.GetProperty("total").GetInt32());

    /// <summary>A request with a header, whatever the answer.</summary>
    internal static Task<IScenarioResult> SendWithAsync(this ApiUser user, HttpMethod method, string address, (string Name, string Value) header, string? body = null) => user.Scenario(_ =>
    {
        _.Send(method, $"/api/{user.Id}/{address}", body);
        _.WithRequestHeader(header.Name, header.Value);
        _.IgnoreStatusCode();
    });
}
