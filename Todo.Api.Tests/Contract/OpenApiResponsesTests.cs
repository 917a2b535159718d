using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Npgsql;
using Todo.Api.Features.Batch.RunBatch;
using Todo.Api.Features.Changes;
using Todo.Api.Requests;
using Todo.Api.Tests.Features.Lists;
using Todo.Api.Tests.Features.Tags;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Contract;

/// <summary>
/// Real responses of every operation, held against the document. Requests are made from the document itself, so a new operation is in at
/// once; where that is not enough, an operation has its own request for a status in <see cref="Own"/>.
/// </summary>
public sealed class OpenApiResponsesTests(TodoApi api)
{
    /// <summary>Headers that a response has only where the document says so.</summary>
    private static readonly string[] Telling = ["Location", "Link", "X-Total-Count", "X-Request-Id", "Retry-After", "WWW-Authenticate", "RateLimit", "RateLimit-Policy", "ETag", "Idempotency-Replayed"];

    /// <summary>What no request can provoke (a bug), and what needs an instance of its own.</summary>
    private static readonly string[] Elsewhere = ["429", "500", "503"];

    /// <summary>Requests that cannot be made from the document, by operation and status.</summary>
    private static readonly Dictionary<string, Func<Scene, HttpClient, Task<HttpRequestMessage>>> Own = new()
    {
        ["GetHistory 200"] = (scene, _) => Task.FromResult(scene.Request("?limit=1")),
        ["UndoChange 409"] = async (scene, client) =>
        {
            using var done = await client.SendAsync(scene.Request(), Ct);
            return scene.Request();
        },
        ["ListTasks 200"] = (scene, _) => Task.FromResult(scene.Request("?page=1&limit=1")),
        ["ListTrash 200"] = async (scene, client) =>
        {
            await TrashAsync(scene, client);
            return scene.Request();
        },
        ["RestoreTask 200"] = async (scene, client) =>
        {
            await TrashAsync(scene, client);
            return scene.Request();
        },
        ["PurgeTask 204"] = async (scene, client) =>
        {
            await TrashAsync(scene, client);
            return scene.Request();
        },
        ["DeleteList 409"] = async (scene, client) =>
        {
            using var put = await client.SendAsync((scene with { Operation = scene.Document.Operation("UpdateTask") }).Request(body: $$"""{"list_id":{{scene.ListId}}}"""), Ct);
            put.EnsureSuccessStatusCode();
            return scene.Request();
        },
        ["RunBatch 404"] = (scene, _) => Task.FromResult(scene.Request(body: AtomicDelete(long.MaxValue))),
        ["RunBatch 412"] = (scene, _) => Task.FromResult(scene.Request(body: AtomicDelete(scene.TaskId, ifMatch: "0"))),
        ["RunBatch 413"] = (scene, _) => Task.FromResult(scene.Request(body: new string(' ', RunBatchRequest.MaxBytes + 1))),
        // From its user's first change on, and to an end: the token has run out, as far as clocks may differ.
        ["StreamEvents 200"] = (scene, _) => Task.FromResult(scene.Request(
            $"?since={new SyncToken(0, DateTime.UnixEpoch, DateTime.UtcNow)}",
            token: Tokens.Sign(new { sub = scene.UserId, exp = DateTimeOffset.UtcNow.AddSeconds(-25).ToUnixTimeSeconds() }))),
        ["ListChanges 410"] = (scene, _) => Task.FromResult(scene.Request($"?since={new SyncToken(1, DateTime.UnixEpoch, DateTime.UtcNow)}")),
        ["StreamEvents 410"] = (scene, _) => Task.FromResult(scene.Request($"?since={new SyncToken(1, DateTime.UnixEpoch, DateTime.UtcNow)}")),
        ["Register 201"] = (scene, _) => Task.FromResult(scene.Request(body: Account(scene.UserId))),
        ["Register 409"] = async (scene, client) =>
        {
            await RegisterAsync(scene, client);
            return scene.Request(body: Account(scene.UserId));
        },
        ["Login 200"] = async (scene, client) =>
        {
            await RegisterAsync(scene, client);
            return scene.Request(body: Account(scene.UserId));
        },
        ["Login 401"] = (scene, _) => Task.FromResult(scene.Request(body: Account(scene.UserId))),
        ["Refresh 200"] = async (scene, client) =>
        {
            var session = await RegisterAsync(scene, client);
            return scene.Request(body: JsonSerializer.Serialize(new { refresh_token = session.Text("refresh_token") }));
        },
        ["Refresh 401"] = (scene, _) => Task.FromResult(scene.Request()),
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_response_is_as_documented()
    {
        using var client = api.NewClient();
        var document = await ContractDocument.ServedAsync(client);
        var missing = new List<string>();

        foreach (var operation in document.Operations)
        {
            foreach (var status in operation.Responses.Select(response => response.Key).Except(Elsewhere))
            {
                if (status == "409" && TakesKey(operation) && !Own.ContainsKey($"{operation.Id} {status}"))
                {
                    // Of a request that is still running: below.
                    continue;
                }

                var scene = await Scene.NewAsync(api, operation, document);
                var request = Own.TryGetValue($"{operation.Id} {status}", out var own) ? await own(scene, client) : scene.Provoke(status);
                using var response = await client.SendAsync(request, Ct);
                await AssertDocumentedAsync(document, operation, response);
                if ($"{(int)response.StatusCode}" != status)
                {
                    missing.Add($"{operation.Id} {status} (it was {(int)response.StatusCode})");
                }
            }
        }

        Assert.True(missing.Count == 0, $"Documented, but nothing provokes it; add a request to Own: {string.Join(", ", missing)}");
    }

    [Fact]
    public async Task An_outage_is_as_documented()
    {
        await using var instance = await TodoApi.StartAsync("Host=127.0.0.1;Port=1;Username=nobody;Database=none;Timeout=2", ("MIGRATE_ON_START", "false"));
        using var client = instance.NewClient();
        var document = await ContractDocument.ServedAsync(client);

        foreach (var operation in document.Operations.Where(operation => operation.Responses.ContainsKey("503")))
        {
            using var response = await client.SendAsync(new Scene(operation, document, "ada", 42, 981).Request(), Ct);

            Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, response.StatusCode);
            await AssertDocumentedAsync(document, operation, response);
        }
    }

    [Fact]
    public async Task A_request_too_many_is_as_documented()
    {
        await using var instance = await TodoApi.StartAsync(
            await api.Databases.CreateAsync(), ("RATE_LIMIT_PER_MINUTE", "1"), ("AUTH_RATE_LIMIT_PER_MINUTE", "1"));
        using var client = instance.NewClient();
        var document = await ContractDocument.ServedAsync(client);

        foreach (var operation in document.Operations.Where(operation => operation.Responses.ContainsKey("429")))
        {
            var scene = new Scene(operation, document, $"user-{Guid.NewGuid():N}", 42, 981);
            using var first = await client.SendAsync(scene.Request(), HttpCompletionOption.ResponseHeadersRead, Ct);
            using var second = await client.SendAsync(scene.Request(), Ct);

            Assert.Equal(System.Net.HttpStatusCode.TooManyRequests, second.StatusCode);
            await AssertDocumentedAsync(document, operation, second);
        }
    }

    [Fact]
    public async Task A_request_in_progress_is_as_documented()
    {
        var connection = await api.Databases.CreateAsync();
        await using var instance = await TodoApi.StartAsync(connection);
        using var client = instance.NewClient();
        var document = await ContractDocument.ServedAsync(client);
        var operations = document.Operations.Where(TakesKey).ToArray();
        await using var locking = new NpgsqlConnection(connection);
        await locking.OpenAsync(Ct);
        await using var lockOrAsk = locking.CreateCommand();

        Assert.NotEmpty(operations);
        foreach (var operation in operations)
        {
            var user = instance.NewUser();
            var id = (await user.CreateAsync(new { title = "a task", tags = (string[])["home"] })).Id();
            using var list = await user.SendAsync(HttpMethod.Post, "lists", """{"name":"a list"}""");
            var scene = new Scene(operation, document, user.Id, id, (await user.HistoryAsync(id))[0].Id()) { ListId = (await list.JsonAsync()).Id() };
            if (operation.Id == "RestoreTask")
            {
                await TrashAsync(scene, client);
            }

            var key = ("Idempotency-Key", "\"a-key\"");
            await using var transaction = await locking.BeginTransactionAsync(Ct);
            lockOrAsk.CommandText = "LOCK TABLE tasks, lists IN EXCLUSIVE MODE";
            await lockOrAsk.ExecuteNonQueryAsync(Ct);

            var running = client.SendAsync(scene.Request(condition: key), Ct);
            lockOrAsk.CommandText = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation IN ('tasks'::regclass, 'lists'::regclass)";
            while (await lockOrAsk.ExecuteScalarAsync(Ct) is not 1L)
            {
                await Task.Delay(20, Ct);
            }

            using var early = await client.SendAsync(scene.Request(condition: key), Ct);
            await early.AssertProblemAsync(System.Net.HttpStatusCode.Conflict, "REQUEST_IN_PROGRESS");
            await AssertDocumentedAsync(document, operation, early);

            await transaction.RollbackAsync(Ct);
            using var first = await running;
            using var replay = await client.SendAsync(scene.Request(condition: key), Ct);
            Assert.Equal(["true"], replay.Headers.GetValues("Idempotency-Replayed"));
            await AssertDocumentedAsync(document, operation, replay);
        }
    }

    [Fact]
    public async Task A_response_that_is_not_as_documented_is_found()
    {
        using var client = api.NewClient();
        var document = await ContractDocument.ServedAsync(client);
        var schema = document.Root["components"]!["schemas"]!["Task"]!;
        var task = schema["examples"]![0]!.AsObject();

        Assert.Empty(document.Problems(schema, JsonElement.Parse(task.ToJsonString())));
        Assert.All(
            new (string Member, string Value)[] { ("priority", "\"urgent\""), ("id", "\"42\""), ("title", "\"\""), ("due_date", "20261201"), ("completed", "null"), ("more", "1") },
            wrong =>
            {
                var changed = task.DeepClone().AsObject();
                changed[wrong.Member] = System.Text.Json.Nodes.JsonNode.Parse(wrong.Value);
                Assert.Contains(wrong.Member, Assert.Single(document.Problems(schema, JsonElement.Parse(changed.ToJsonString()))), StringComparison.Ordinal);
            });
    }

    private static string AtomicDelete(long id, string? ifMatch = null) =>
        JsonSerializer.Serialize(new { atomic = true, operations = new[] { new { op = "delete", task_id = id, if_match = ifMatch } } });

    private static bool TakesKey(ContractOperation operation) =>
        operation.Node["parameters"]?.AsArray().Any(parameter => (string?)parameter!["name"] == "Idempotency-Key") is true;

    private static string Account(string user) => JsonSerializer.Serialize(new { email = $"{user}@example.com", password = "correct horse battery" });

    private static async Task<JsonElement> RegisterAsync(Scene scene, HttpClient client)
    {
        using var response = await client.SendAsync((scene with { Operation = scene.Document.Operation("Register") }).Request(body: Account(scene.UserId)), Ct);
        response.EnsureSuccessStatusCode();
        return await response.JsonAsync();
    }

    private static async Task TrashAsync(Scene scene, HttpClient client)
    {
        using var response = await client.SendAsync((scene with { Operation = scene.Document.Operation("DeleteTask") }).Request(), Ct);
        response.EnsureSuccessStatusCode();
    }

    private static async Task AssertDocumentedAsync(ContractDocument document, ContractOperation operation, HttpResponseMessage response)
    {
        var name = $"{operation.Id} {(int)response.StatusCode}";
        var body = await response.Content.ReadAsStringAsync(Ct);
        Assert.True(operation.Responses[$"{(int)response.StatusCode}"] is not null, $"{name} is not in the document: {body}");

        var documented = document.Resolve(operation.Responses[$"{(int)response.StatusCode}"]!);
        foreach (var header in Telling.Where(header => response.Headers.Contains(header)))
        {
            Assert.True(documented["headers"]?[header] is not null, $"{name} has a header {header} that is not in the document.");
        }

        if (documented["content"] is not { } content)
        {
            Assert.Equal("", body);
            return;
        }

        var mediaType = response.Content.Headers.ContentType!.MediaType!;
        Assert.True(content[mediaType] is not null, $"{name} is {mediaType}, which is not in the document.");
        if (mediaType == "text/event-stream")
        {
            body = EventIn(body);
        }

        var problems = document.Problems(content[mediaType]!["schema"]!, JsonElement.Parse(body));
        Assert.True(problems.Count == 0, $"{name}: {string.Join("; ", problems)}\n{body}");
    }

    /// <summary>The first event of a stream as an object of its fields.</summary>
    private static string EventIn(string stream)
    {
        var fields = stream.Split("\n\n").First(part => part.Contains("data: ", StringComparison.Ordinal)).Split('\n').ToDictionary(line => line.Split(": ")[0], line => line.Split(": ", 2)[1]);
        return $$"""{"id":"{{fields["id"]}}","event":"{{fields["event"]}}","data":{{fields["data"]}}}""";
    }

    /// <summary>A user with a task that was changed, and the requests for one operation.</summary>
    private sealed record Scene(ContractOperation Operation, ContractDocument Document, string UserId, long TaskId, long ChangeId)
    {
        /// <summary>A list of this user.</summary>
        internal long ListId { get; init; } = 7;

        /// <summary>A tag that a task of this user has.</summary>
        internal string Tag { get; init; } = "home";

        internal static async Task<Scene> NewAsync(TodoApi api, ContractOperation operation, ContractDocument document)
        {
            var user = api.NewUser();
            await user.CreateTaggedAsync("another task", "home");
            var id = await user.CreateIdAsync();
            await user.PatchAsync(id, """{"due_date":"2026-12-01"}""");
            return new Scene(operation, document, user.Id, id, (await user.HistoryAsync(id))[0].Id()) { ListId = (await user.CreateListAsync("a list")).Id() };
        }

        internal HttpRequestMessage Provoke(string status) => status switch
        {
            "304" => Request(condition: ("If-None-Match", "*")),
            "400" when Operation.Node["requestBody"] is null => Request(condition: (Operation.Method switch { "GET" => "If-None-Match", "POST" => "Idempotency-Key", _ => "If-Match" }, "no \"tag")),
            "400" => Request(body: "{"),
            "401" => Request(token: Tokens.Sign(new { sub = UserId, exp = Tokens.InMinutes(-60) })),
            "403" => Request(token: Tokens.For("another-user")),
            "404" => (this with { TaskId = long.MaxValue, ChangeId = long.MaxValue, ListId = long.MaxValue, Tag = "missing" }).Request(),
            "412" => Request(condition: ("If-Match", "\"0\"")),
            "413" => Request(body: new string(' ', RequestsSetup.MaxBodyBytes + 1)),
            "415" => Request(mediaType: "text/plain"),
            "422" => Request("?verbose=1"),
            _ => Request(),
        };

        internal HttpRequestMessage Request(string query = "", string? body = null, string mediaType = "application/json", string? token = null, (string Header, string Value)? condition = null)
        {
            var path = Operation.Path
                .Replace("{user_id}", UserId, StringComparison.Ordinal)
                .Replace("{task_id}", $"{TaskId}", StringComparison.Ordinal)
                .Replace("{change_id}", $"{ChangeId}", StringComparison.Ordinal)
                .Replace("{list_id}", $"{ListId}", StringComparison.Ordinal)
                .Replace("{name}", Tag, StringComparison.Ordinal);
            var request = new HttpRequestMessage(new HttpMethod(Operation.Method), path + query);
            if (Operation.Node["security"]!.AsArray().Count > 0)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? Tokens.For(UserId));
            }

            if (condition is { } given)
            {
                request.Headers.TryAddWithoutValidation(given.Header, given.Value);
            }

            if (Operation.Node["requestBody"]?["content"]?["application/json"]?["schema"] is { } schema)
            {
                request.Content = new StringContent(body ?? Document.Resolve(schema)["examples"]![0]!.ToJsonString(), Encoding.UTF8, mediaType);
            }

            return request;
        }
    }
}
