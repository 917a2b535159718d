using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Todo.Bench;

/// <summary>One request of each scenario, to see that a server answers at all and that all servers answer the same.</summary>
internal static class Samples
{
    private const string Task = """{"title": "Buy milk", "description": "and bread", "priority": "high", "due_date": "2030-05-01T09:30:00Z"}""";

    /// <summary>Of a task that was just written, what no two servers have in common.</summary>
    private static readonly string[] OwnMembers = ["id", "created_at", "updated_at"];

    /// <summary>The answers of a server by scenario.</summary>
    internal static async Task<IReadOnlyDictionary<string, string>> AskAsync(ServerProcess server, Fixtures fixtures, CancellationToken ct)
    {
        using var client = new HttpClient { BaseAddress = new Uri(server.Address, $"/api/{fixtures.UserId}/") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", fixtures.Token);

        var one = string.Create(CultureInfo.InvariantCulture, $"tasks/{fixtures.TaskId}");
        var answers = new Dictionary<string, string>
        {
            ["list"] = await SendAsync(HttpMethod.Get, "tasks?limit=20"),
            ["filter"] = await SendAsync(HttpMethod.Get, "tasks?completed=false&priority=high&sort=due_date&limit=20"),
            ["search"] = await SendAsync(HttpMethod.Get, "tasks?search=garden&limit=20"),
            ["get"] = await SendAsync(HttpMethod.Get, one),
            ["update"] = WithoutOwnMembers(await SendAsync(HttpMethod.Put, one, Task)),
            ["toggle"] = WithoutOwnMembers(await SendAsync(HttpMethod.Patch, one + "/complete")),
            ["create"] = WithoutOwnMembers(await SendAsync(HttpMethod.Post, "tasks", Task)),
        };
        return answers;

        async Task<string> SendAsync(HttpMethod method, string path, string? body = null)
        {
            using var request = new HttpRequestMessage(method, path);
            if (body is not null)
            {
                request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            }

            using var response = await client.SendAsync(request, ct);
            var text = await response.Content.ReadAsStringAsync(ct);
            return response.IsSuccessStatusCode ? text : throw server.Failure($"answered {method} {path} with {(int)response.StatusCode} {text}");
        }
    }

    internal static void ThrowIfDifferent(IReadOnlyDictionary<string, string> expected, IReadOnlyDictionary<string, string> actual)
    {
        foreach (var (scenario, answer) in expected)
        {
            if (actual[scenario] != answer)
            {
                throw new BenchException($"API and floor do not do the same work, their answers to '{scenario}' differ:\n  {answer}\n  {actual[scenario]}");
            }
        }
    }

    private static string WithoutOwnMembers(string answer)
    {
        var task = JsonNode.Parse(answer)!.AsObject();
        foreach (var name in OwnMembers)
        {
            task.Remove(name);
        }

        return task.ToJsonString();
    }
}
