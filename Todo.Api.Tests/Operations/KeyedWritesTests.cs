using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Npgsql;
using Todo.Api.Requests;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Operations;

/// <summary>Writes with an <c>Idempotency-Key</c> over real sockets, while the API or its connections die in the middle of them: each is carried out once.</summary>
public sealed class KeyedWritesTests(TodoApi api)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_API_that_is_killed_in_the_middle_leaves_both_or_neither()
    {
        var connection = await api.Databases.CreateAsync();
        (string, string)[] settings = [("DATABASE_URL", connection), ("BETTER_AUTH_SECRET", TodoApi.Secret), ("RATE_LIMIT_PER_MINUTE", "0")];
        var answers = new ConcurrentDictionary<int, string>();
        var last = -1;

        // Each round kills an instance while eight workers are writing, and its successor is asked for all of it again.
        for (var round = 0; round < 3; round++)
        {
            var (process, client) = await TodoProcess.ServeAsync(settings);
            await using var _ = process;
            using var __ = client;
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Tokens.For("ada"));
            for (var n = 0; n <= last; n++)
            {
                using var retried = await PostAsync(client, $"{n}", Json(n));
                var body = await retried.Content.ReadAsStringAsync(Ct);
                Assert.True(retried.StatusCode == HttpStatusCode.Created, body);
                Assert.Equal(answers.GetOrAdd(n, body), body);
            }

            var enough = answers.Count + 40;
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => WriteUntilItDiesAsync(client, process, enough), Ct)));
        }

        await using var instance = await TodoApi.StartAsync(connection);
        var ada = instance.NewUser("ada");
        using var again = instance.NewClient(Tokens.For("ada"));
        foreach (var n in Enumerable.Range(0, last + 1))
        {
            using var retried = await PostAsync(again, $"{n}", Json(n));
            Assert.Equal(HttpStatusCode.Created, retried.StatusCode);
            if (answers.TryGetValue(n, out var body))
            {
                Assert.Equal(body, await retried.Content.ReadAsStringAsync(Ct));
                Assert.Equal(["true"], retried.Headers.GetValues("Idempotency-Replayed"));
            }
        }

        await AssertOnceEachAsync(connection, last + 1);
        Assert.True(last >= 120, $"Only {last + 1} writes.");

        async Task WriteUntilItDiesAsync(HttpClient client, TodoProcess process, int enough)
        {
            try
            {
                while (true)
                {
                    var n = Interlocked.Increment(ref last);
                    using var response = await PostAsync(client, $"{n}", Json(n));
                    if (response.StatusCode == HttpStatusCode.Created)
                    {
                        answers[n] = await response.Content.ReadAsStringAsync(Ct);
                    }

                    if (answers.Count >= enough && !process.Process.HasExited)
                    {
                        // On Unix this is SIGKILL.
                        process.Process.Kill();
                    }
                }
            }
            catch (HttpRequestException)
            {
                // Killed in the middle.
            }
        }
    }

    [Fact]
    public async Task Connections_that_are_cut_at_any_moment_also_at_the_commit_leave_both_or_neither()
    {
        var connection = await api.Databases.CreateAsync();
        await using var instance = await TodoApi.StartAsync(connection);
        using var client = instance.NewClient(Tokens.For("ada"));
        const int Writes = 200;
        var last = -1;
        var failures = 0;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Ct);

        var cutting = CutAsync(connection, end.Token);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var n = Interlocked.Increment(ref last); n < Writes; n = Interlocked.Increment(ref last))
            {
                HttpStatusCode status;
                do
                {
                    using var response = await PostAsync(client, $"{n}", Json(n));
                    status = response.StatusCode;
                    Assert.Contains(status, (HttpStatusCode[])[HttpStatusCode.Created, HttpStatusCode.ServiceUnavailable, HttpStatusCode.Conflict]);
                    Interlocked.Add(ref failures, status == HttpStatusCode.Created ? 0 : 1);
                }
                while (status != HttpStatusCode.Created);
            }
        }, Ct)));
        await end.CancelAsync();
        await cutting;

        Assert.True(failures > 0, "Nothing was cut.");
        await AssertOnceEachAsync(connection, Writes);
    }

    [Fact]
    public async Task While_the_first_is_running_the_second_is_a_409()
    {
        var connection = await api.Databases.CreateAsync();
        await using var instance = await TodoApi.StartAsync(connection);
        using var client = instance.NewClient(Tokens.For("ada"));
        await instance.NewUser("ada").CreateIdAsync();
        await using var locking = new NpgsqlConnection(connection);
        await locking.OpenAsync(Ct);
        await using var transaction = await locking.BeginTransactionAsync(Ct);
        await ExecuteAsync(locking, "SELECT id FROM users FOR UPDATE");

        var running = PostAsync(client, "a", Json(0));
        while (await ExecuteAsync(locking, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") is not 1L)
        {
            await Task.Delay(20, Ct);
        }

        using var early = await PostAsync(client, "a", Json(0));
        await early.AssertProblemAsync(HttpStatusCode.Conflict, "REQUEST_IN_PROGRESS");
        Assert.NotNull(early.Headers.RetryAfter);

        await transaction.RollbackAsync(Ct);
        using var first = await running;
        using var later = await PostAsync(client, "a", Json(0));
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.StatusCode, later.StatusCode));
        Assert.Equal(await first.Content.ReadAsStringAsync(Ct), await later.Content.ReadAsStringAsync(Ct));
        await AssertOnceEachAsync(connection, 1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Bodies_up_to_the_limit_are_compared_to_their_last_byte(bool isChunked)
    {
        using var client = api.NewClient(Tokens.For($"user-{Guid.NewGuid():N}"));
        var longest = """{"title":"milk"}""".PadRight(RequestsSetup.MaxBodyBytes);

        using var first = await PostAsync(client, "a", longest, isChunked);
        using var replay = await PostAsync(client, "a", longest, isChunked);
        using var other = await PostAsync(client, "a", $"{longest[..^1]}\n", isChunked);
        using var tooLarge = await PostAsync(client, "b", $"{longest} ", isChunked);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.StatusCode, replay.StatusCode));
        Assert.Equal(await first.Content.ReadAsStringAsync(Ct), await replay.Content.ReadAsStringAsync(Ct));
        Assert.Equal(["true"], replay.Headers.GetValues("Idempotency-Replayed"));
        Assert.Equal(first.Content.Headers.ContentType, replay.Content.Headers.ContentType);
        await other.AssertProblemAsync(HttpStatusCode.UnprocessableEntity, "IDEMPOTENCY_KEY_REUSED");
        await tooLarge.AssertProblemAsync(HttpStatusCode.RequestEntityTooLarge, "PAYLOAD_TOO_LARGE");
    }

    private static string Json(int n) => $$"""{"title":"{{n}}"}""";

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string key, string json, bool isChunked = false)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/tasks") { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.TransferEncodingChunked = isChunked;
        request.Headers.Add("Idempotency-Key", $"\"{key}\"");
        return client.SendAsync(request, Ct);
    }

    private static async Task CutAsync(string connection, CancellationToken end)
    {
        await using var cutting = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ConnectionString);
        await cutting.OpenAsync(Ct);
        while (!end.IsCancellationRequested)
        {
            await ExecuteAsync(cutting,
                """
                SELECT count(pg_terminate_backend(pid)) FROM
                (SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'todo-api' ORDER BY random() LIMIT 1) AS chosen
                """);
            await Task.Delay(20, Ct);
        }
    }

    private static async Task AssertOnceEachAsync(string connection, int count)
    {
        await using var reading = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ConnectionString);
        await reading.OpenAsync(Ct);
        await using var command = new NpgsqlCommand("SELECT array_agg(title ORDER BY title::int) FROM tasks WHERE title ~ '^\\d+$'", reading);
        Assert.Equal(Enumerable.Range(0, count).Select(n => $"{n}"), (string[])(await command.ExecuteScalarAsync(Ct))!);
    }

    private static async Task<object?> ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Ct);
    }
}
