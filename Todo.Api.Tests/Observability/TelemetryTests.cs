using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Observability;

/// <summary>What leaves a process in production for those who watch it: enough to see what happened, and nothing that is its users'.</summary>
public sealed class TelemetryTests(TodoApi api)
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tells_what_happened_and_nothing_that_is_private()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("There is no SIGTERM on Windows, and what was gathered last is sent at the end.");
        }

        await using var collector = await OtlpReceiver.RunAsync();
        var token = Tokens.For("ada");
        var (process, client) = await TodoProcess.ServeAsync(
        [
            ("ENVIRONMENT", "production"),
            ("DATABASE_URL", await api.Databases.CreateAsync()),
            ("BETTER_AUTH_SECRET", TodoApi.Secret),
            ("LOCAL_AUTH", "true"),
            ("AUTH_RATE_LIMIT_PER_MINUTE", "4"),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Url),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "100"),
        ]);
        await using var _ = process;
        using var __ = client;

        await ExerciseAsync(client, token);
        process.Terminate();
        Assert.Equal(0, await process.ExitAsync());

        AssertLog(process.Output);
        AssertCollected(collector);
        foreach (var secret in new[] { token, token.Split('.')[2], "correct-horse", "wrong-horse", "private-mail", "private-title", "private-search", "private-text", TodoApi.Secret })
        {
            Assert.DoesNotContain(secret, process.Output + process.Errors, StringComparison.OrdinalIgnoreCase);
            Assert.False(collector.HasAnywhere(secret), $"The collector was sent {secret}.");
        }
    }

    private static async Task ExerciseAsync(HttpClient client, string token)
    {
        var account = new { email = "private-mail@example.com", password = "correct-horse" };
        await SendAsync(client, HttpMethod.Post, "/api/auth/register", HttpStatusCode.Created, account);
        await SendAsync(client, HttpMethod.Post, "/api/auth/register", HttpStatusCode.Conflict, account);
        await SendAsync(client, HttpMethod.Post, "/api/auth/login", HttpStatusCode.OK, account);
        await SendAsync(client, HttpMethod.Post, "/api/auth/login", HttpStatusCode.Unauthorized, account with { password = "wrong-horse" });
        await SendAsync(client, HttpMethod.Post, "/api/auth/login", HttpStatusCode.TooManyRequests, account);

        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        client.DefaultRequestHeaders.Add("X-Request-Id", "request-of-the-test");
        client.DefaultRequestHeaders.Add("traceparent", $"00-{Trace}-b7ad6b7169203331-01");
        await SendAsync(client, HttpMethod.Post, "/api/ada/tasks", HttpStatusCode.Created, new { title = "private-title", description = "private-text" });
        await SendAsync(client, HttpMethod.Get, "/api/ada/tasks?search=private-search", HttpStatusCode.OK);
        await SendAsync(client, HttpMethod.Get, "/api/ada/tasks?private-search=1", HttpStatusCode.UnprocessableEntity);
        await SendAsync(client, HttpMethod.Post, "/api/ada/tasks", HttpStatusCode.UnprocessableEntity, new { title = "", description = "private-text" });
        await SendAsync(client, HttpMethod.Get, "/api/private-title/tasks", HttpStatusCode.Forbidden);
        await SendAsync(client, HttpMethod.Get, "/private-title", HttpStatusCode.NotFound);
    }

    private static async Task SendAsync(HttpClient client, HttpMethod method, string path, HttpStatusCode expected, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await client.SendAsync(request, Ct);
        Assert.Equal(expected, response.StatusCode);
    }

    private static void AssertLog(string output)
    {
        var requests = output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonElement.Parse(line))
            .Where(line => line.Text("Category") == "Todo.Api.Requests" && line.GetProperty("State").Text("RequestId") == "request-of-the-test")
            .Select(line => line.GetProperty("State"))
            .ToArray();

        Assert.Equal(6, requests.Length);
        Assert.Equal("POST", requests[0].Text("Method"));
        Assert.Equal("/api/{user_id}/tasks/", requests[0].Text("Route"));
        Assert.Equal("ada", requests[0].Text("UserId"));
        Assert.Equal(201, requests[0].GetProperty("Status").GetInt32());
        Assert.True(requests[0].GetProperty("DurationMs").GetDouble() > 0);
    }

    private static void AssertCollected(OtlpReceiver collector)
    {
        Assert.True(collector.HasAnywhere("todo-api"), "The service has no name.");
        Assert.True(collector.Has("/v1/traces", Convert.FromHexString(Trace)), "The caller's trace does not continue.");
        Assert.True(collector.Has("/v1/traces", "Npgsql"), "There are no spans of the database.");
        Assert.True(collector.Has("/v1/logs", "Todo.Api.Requests"), "There are no logs.");
        foreach (var metric in new[]
        {
            "http.server.request.duration", "kestrel.active_connections", "dotnet.process.cpu.time", "db.client.operation.duration",
            "db.client.connection.count", "dotnet.gc.last_collection.memory.committed_size",
            "todo.tasks.created", "todo.logins.refused", "todo.requests.rate_limited",
        })
        {
            Assert.True(collector.Has("/v1/metrics", metric), $"There is no {metric}.");
        }
    }
}
