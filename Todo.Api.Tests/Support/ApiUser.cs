using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Todo.Api.Tests.Support;

/// <summary>A user with a valid token; paths of the client are relative to <c>/api/{user_id}/</c>.</summary>
internal sealed record ApiUser(string Id, HttpClient Client)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Creates a task and answers with it as it came back.</summary>
    internal async Task<JsonElement> CreateAsync(object task)
    {
        using var response = await Client.PostAsJsonAsync("tasks", task, Ct);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Ct));
        return await response.JsonAsync();
    }

    internal Task<JsonElement> CreateAsync(string title) => CreateAsync(new { title });

    internal async Task<long> CreateIdAsync(string title = "a task") => (await CreateAsync(title)).Id();

    internal Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? json = null, string mediaType = "application/json")
    {
        var request = new HttpRequestMessage(method, path);
        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, mediaType);
        }

        return Client.SendAsync(request, Ct);
    }

    /// <summary>Sends bytes that need not be text.</summary>
    internal Task<HttpResponseMessage> SendBytesAsync(HttpMethod method, string path, byte[] body, string? mediaType = "application/json")
    {
        var request = new HttpRequestMessage(method, path) { Content = new ByteArrayContent(body) };
        if (mediaType is not null)
        {
            request.Content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        }

        return Client.SendAsync(request, Ct);
    }

    /// <summary>Posts a task as it stands.</summary>
    internal Task<HttpResponseMessage> PostAsync(string json) => SendAsync(HttpMethod.Post, "tasks", json);

    /// <summary>Patches a task with JSON as it stands, and answers with what came back.</summary>
    internal async Task<JsonElement> PatchAsync(long id, string json)
    {
        using var response = await SendAsync(HttpMethod.Patch, $"tasks/{id}", json);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Ct));
        return await response.JsonAsync();
    }

    internal async Task<JsonElement> GetAsync(long id)
    {
        using var response = await Client.GetAsync($"tasks/{id}", Ct);
        Assert.Equal(System.Net.HttpStatusCode.OK, response.StatusCode);
        return await response.JsonAsync();
    }

    internal async Task<JsonElement[]> ListAsync(string query = "")
    {
        using var response = await Client.GetAsync($"tasks{query}", Ct);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Ct));
        return [.. (await response.JsonAsync()).EnumerateArray()];
    }

    internal async Task<string[]> TitlesAsync(string query = "") => [.. (await ListAsync(query)).Select(task => task.Text("title")!)];
}
