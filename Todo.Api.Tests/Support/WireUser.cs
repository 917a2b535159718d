using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Todo.Api.Tests.Support;

/// <summary>A user with a valid token at an API behind real sockets; paths of the client are relative to <c>/api/{user_id}/</c>.</summary>
internal sealed record WireUser(string Id, HttpClient Client)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    internal async Task<JsonElement> CreateAsync(object task)
    {
        using var response = await Client.PostAsJsonAsync("tasks", task, Ct);
        return await TaskAsync(response, HttpStatusCode.Created);
    }

    internal Task<JsonElement> CreateAsync(string title) => CreateAsync(new { title });

    internal async Task<long> CreateIdAsync(string title = "a task") => (await CreateAsync(title)).Id();

    internal async Task<JsonElement> GetAsync(long id)
    {
        using var response = await Client.GetAsync($"tasks/{id}", Ct);
        return await TaskAsync(response, HttpStatusCode.OK);
    }

    internal async Task<JsonElement[]> HistoryAsync(long id)
    {
        using var response = await SendAsync(HttpMethod.Get, $"tasks/{id}/history");
        return [.. (await response.EnsureSuccessStatusCode().JsonAsync()).EnumerateArray()];
    }

    internal async Task<JsonElement[]> ListAsync(string query = "")
    {
        using var response = await Client.GetAsync($"tasks{query}", Ct);
        return [.. (await TaskAsync(response, HttpStatusCode.OK)).EnumerateArray()];
    }

    internal async Task<string[]> TitlesAsync(string query = "") => [.. (await ListAsync(query)).Select(task => task.Text("title")!)];

    internal async Task PatchAsync(long id, object changes)
    {
        using var response = await Client.PatchAsJsonAsync($"tasks/{id}", changes, Ct);
        await TaskAsync(response, HttpStatusCode.OK);
    }

    internal async Task DeleteAsync(long id)
    {
        using var response = await Client.DeleteAsync($"tasks/{id}", Ct);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }

    /// <summary>Sends JSON as it stands.</summary>
    internal Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? json = null) =>
        SendBytesAsync(method, path, json is null ? null : Encoding.UTF8.GetBytes(json));

    /// <summary>Sends bytes that need not be text.</summary>
    internal Task<HttpResponseMessage> SendBytesAsync(HttpMethod method, string path, byte[]? body)
    {
        var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } };
        }

        return Client.SendAsync(request, Ct);
    }

    /// <summary>Posts a task as it stands.</summary>
    internal Task<HttpResponseMessage> PostAsync(string json) => SendAsync(HttpMethod.Post, "tasks", json);

    private static async Task<JsonElement> TaskAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        Assert.True(status == response.StatusCode, await response.Content.ReadAsStringAsync(Ct));
        return await response.JsonAsync();
    }
}
