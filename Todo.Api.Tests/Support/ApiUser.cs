using System.Text.Json;
using Alba;

namespace Todo.Api.Tests.Support;

/// <summary>
/// A user with a valid token. What takes an id answers with the task and expects success; what takes an address, relative to <c>/api/{user_id}/</c>, answers with whatever came.
/// </summary>
internal sealed record ApiUser(string Id, ApiHost Host)
{
    internal string Token { get; init; } = Tokens.For(Id);

    /// <summary>The address of this user's tasks.</summary>
    internal string Tasks => $"{Home}tasks";

    /// <summary>The same user over a real socket; addresses are relative to <c>/api/{user_id}/</c>.</summary>
    internal HttpClient Client => Host.Wire.NewUser(Id).Client;

    private string Home => $"/api/{Uri.EscapeDataString(Id)}/";

    internal Task<IScenarioResult> Scenario(Action<Scenario> configure) => Host.Scenario(this, configure);

    /// <summary>Creates a task and answers with it as it came back.</summary>
    internal async Task<JsonElement> CreateAsync(object task)
    {
        var created = await Scenario(_ =>
        {
            _.Send(HttpMethod.Post, Tasks, task);
            _.StatusCodeShouldBe(201);
        });
        return created.Json();
    }

    internal Task<JsonElement> CreateAsync(string title) => CreateAsync(new { title });

    internal async Task<long> CreateIdAsync(string title = "a task") => (await CreateAsync(title)).Id();

    /// <summary>Creates a task and deletes it; answers with what it was.</summary>
    internal async Task<JsonElement> TrashAsync(string title = "a task")
    {
        var task = await CreateAsync(title);
        (await DeleteAsync($"tasks/{task.Id()}")).StatusCodeShouldBe(204);
        return task;
    }

    /// <summary>Patches a task with JSON as it stands.</summary>
    internal async Task<JsonElement> PatchAsync(long id, string json)
    {
        var changed = await Scenario(_ => _.Send(HttpMethod.Patch, $"{Tasks}/{id}", json));
        return changed.Json();
    }

    internal async Task<JsonElement> GetAsync(long id) => (await Scenario(_ => _.Send(HttpMethod.Get, $"{Tasks}/{id}"))).Json();

    internal async Task<JsonElement[]> ListAsync(string query = "") => [.. (await Scenario(_ => _.Send(HttpMethod.Get, $"{Tasks}{query}"))).Json().EnumerateArray()];

    internal async Task<string[]> TitlesAsync(string query = "") => [.. (await ListAsync(query)).Select(task => task.Text("title")!)];

    /// <summary>What happened to a task, newest first.</summary>
    internal async Task<JsonElement[]> HistoryAsync(long id) => [.. (await GetAsync($"tasks/{id}/history")).StatusCodeShouldBe(200).Json().EnumerateArray()];

    internal Task<IScenarioResult> UndoAsync(long change) => SendAsync(HttpMethod.Post, $"changes/{change}/undo");

    internal Task<IScenarioResult> GetAsync(string address) => SendAsync(HttpMethod.Get, address);

    internal Task<IScenarioResult> DeleteAsync(string address) => SendAsync(HttpMethod.Delete, address);

    /// <summary>Posts a task: JSON as it stands, or an object that becomes JSON.</summary>
    internal Task<IScenarioResult> PostAsync(object task) => SendAsync(HttpMethod.Post, "tasks", task);

    internal Task<IScenarioResult> SendAsync(HttpMethod method, string address, object? body = null, string? mediaType = "application/json") => Scenario(_ =>
    {
        _.Send(method, address.StartsWith('/') ? address : Home + address, body, mediaType);
        _.IgnoreStatusCode();
    });
}
