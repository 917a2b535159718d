using Alba;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Todo.Api.Persistence;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Contract;

/// <summary>Safe retries: the contract, sections 10 and 15.</summary>
public sealed class IdempotencyTests(TodoApi api)
{
    private const string Milk = """{"title":"milk"}""";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("POST", "", Milk)]
    [InlineData("PATCH", "/{id}", """{"description":"two bottles"}""")]
    [InlineData("PATCH", "/{id}/complete", null)]
    public async Task The_same_request_again_gets_the_same_answer_and_nothing_is_done(string method, string path, string? body)
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();
        var address = $"tasks{path.Replace("{id}", $"{id}", StringComparison.Ordinal)}";

        var first = await SendAsync(ada, method, address, "\"a\"", body);
        var state = await StateAsync(ada);
        var second = await SendAsync(ada, method, address, "\"a\"", body);
        var third = await SendAsync(ada, method, address, "\"a\"", body);

        Assert.InRange(first.Status(), 200, 201);
        Assert.Null(first.Header("Idempotency-Replayed"));
        Assert.All([second, third], replay => AssertReplay(first, replay));
        Assert.Equal(state, await StateAsync(ada));
    }

    [Fact]
    public async Task A_replay_stays_the_answer_of_then()
    {
        var ada = api.NewUser();
        var created = await SendAsync(ada, "POST", "tasks", "a", Milk);
        await ada.PatchAsync(created.Json().Id(), """{"title":"oat milk"}""");
        await ada.DeleteAsync($"tasks/{created.Json().Id()}");

        AssertReplay(created, await SendAsync(ada, "POST", "tasks", "a", Milk));
        Assert.Empty(await ada.ListAsync());
    }

    [Fact]
    public async Task A_key_is_the_same_with_quotes_and_without()
    {
        var ada = api.NewUser();

        var quoted = await SendAsync(ada, "POST", "tasks", "\"8e03978e-40d5\"", Milk);

        AssertReplay(quoted, await SendAsync(ada, "POST", "tasks", "8e03978e-40d5", Milk));
    }

    [Fact]
    public async Task A_key_is_any_visible_ASCII_and_compared_exactly()
    {
        var ada = api.NewUser();
        var visible = string.Concat(Enumerable.Range('!', '~' - '!' + 1).Select(code => (char)code).Except(['"', '\\']));
        string[] keys = ["k", "K", visible, new('x', 255), new('x', 254), "k;a=1"];

        var answers = new List<IScenarioResult>();
        foreach (var key in keys)
        {
            answers.Add(await SendAsync(ada, "POST", "tasks", key, Milk));
        }

        Assert.All(answers, answer => answer.StatusCodeShouldBe(201));
        Assert.Equal(keys.Length, (await ada.ListAsync()).Length);
        foreach (var (key, answer) in keys.Zip(answers))
        {
            AssertReplay(answer, await SendAsync(ada, "POST", "tasks", key, Milk));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"\"")]
    [InlineData("\"")]
    [InlineData("\"a")]
    [InlineData("a\"")]
    [InlineData("a b")]
    [InlineData("\"a\"b\"")]
    [InlineData("\"a\\\"b\"")]
    [InlineData("a\\b")]
    [InlineData("\"a\";b=1")]
    [InlineData("\u00e9")]
    [InlineData("a\u007f")]
    public async Task A_key_that_cannot_be_read_is_a_400_and_nothing_is_done(string key)
    {
        var ada = api.NewUser();

        (await SendAsync(ada, "POST", "tasks", key, Milk)).ShouldBeProblem("MALFORMED_REQUEST");
        Assert.Empty(await ada.ListAsync());
    }

    [Fact]
    public async Task A_key_that_is_too_long_or_comes_twice_is_a_400()
    {
        var ada = api.NewUser();

        (await SendAsync(ada, "POST", "tasks", new string('x', 256), Milk)).ShouldBeProblem("MALFORMED_REQUEST");
        (await SendAsync(ada, "POST", "tasks", ["a", "a"], Milk)).ShouldBeProblem("MALFORMED_REQUEST");
        Assert.Empty(await ada.ListAsync());
    }

    [Fact]
    public async Task Who_is_calling_comes_before_the_key_and_the_key_before_everything_else()
    {
        var (ada, eve) = (api.NewUser(), api.NewUser());
        await SendAsync(ada, "POST", "tasks", "a", Milk);

        (await SendAsync(eve, "POST", ada.Tasks, "", Milk)).ShouldBeProblem("FORBIDDEN");
        (await SendAsync(eve, "POST", ada.Tasks, "a", Milk)).ShouldBeProblem("FORBIDDEN");
        (await SendAsync(ada, "PATCH", "tasks/1", "a b", "{", ("If-Match", "unreadable"))).ShouldBeProblem("MALFORMED_REQUEST");
        (await SendAsync(ada, "PATCH", "tasks/1", "a", "{", ("If-Match", "unreadable"))).ShouldBeProblem("IDEMPOTENCY_KEY_REUSED");
    }

    [Fact]
    public async Task Other_methods_ignore_the_header()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        int[] statuses =
        [
            (await SendAsync(ada, "GET", $"tasks/{id}", "")).Status(),
            (await SendAsync(ada, "PUT", $"tasks/{id}", "a b", Milk)).Status(),
            (await SendAsync(ada, "PUT", $"tasks/{id}", "a", """{"title":"other"}""")).Status(),
            (await SendAsync(ada, "DELETE", $"tasks/{id}", "a")).Status(),
            (await SendAsync(ada, "DELETE", $"tasks/{id}", "a")).Status(),
        ];

        Assert.Equal([200, 200, 200, 204, 404], statuses);
        Assert.Equal(0L, await KeysAsync(ada));
    }

    [Fact]
    public async Task Without_a_key_nothing_is_kept()
    {
        var ada = api.NewUser();

        Assert.NotEqual(await ada.CreateIdAsync("milk"), await ada.CreateIdAsync("milk"));
        Assert.Equal(0L, await KeysAsync(ada));
    }

    [Fact]
    public async Task The_key_with_another_request_is_refused_and_the_first_stays()
    {
        var ada = api.NewUser();
        var first = await SendAsync(ada, "POST", "tasks", "a", Milk);
        var id = first.Json().Id();

        foreach (var (method, address, body) in ((string, string, string?)[])
        [
            ("POST", "tasks", """{"title":"bread"}"""),
            ("POST", "tasks", $"{Milk} "),
            ("POST", "tasks", null),
            ("POST", $"tasks?user_id={ada.Id}", Milk),
            ("PATCH", $"tasks/{id}", Milk),
            ("PATCH", $"tasks/{id}/complete", null),
        ])
        {
            (await SendAsync(ada, method, address, "a", body)).ShouldBeProblem("IDEMPOTENCY_KEY_REUSED");
        }

        Assert.Equal(first.ReadAsText(), Assert.Single(await ada.ListAsync()).GetRawText());
        AssertReplay(first, await SendAsync(ada, "POST", "tasks", "a", Milk));
    }

    [Fact]
    public async Task The_form_without_the_user_id_is_the_same_path()
    {
        // An id with everything that paths can hold.
        var ada = api.NewUser($"a/b%c ü?{Guid.NewGuid():N}");
        var own = await SendAsync(ada, "POST", "/api/tasks", "a", Milk);
        var full = await SendAsync(ada, "POST", "tasks?user_id=1", "b", Milk);

        AssertReplay(own, await SendAsync(ada, "POST", "tasks", "a", Milk));
        AssertReplay(full, await SendAsync(ada, "POST", "/api/tasks?user_id=1", "b", Milk));
        Assert.StartsWith("/api/tasks/", own.Header("Location"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_has_its_meaning_for_one_user()
    {
        var (ada, bob) = (api.NewUser(), api.NewUser());

        var hers = await SendAsync(ada, "POST", "/api/tasks", "a", Milk);
        var his = await SendAsync(bob, "POST", "/api/tasks", "a", """{"title":"beer"}""");

        Assert.Equal((201, 201), (hers.Status(), his.Status()));
        AssertReplay(hers, await SendAsync(ada, "POST", "/api/tasks", "a", Milk));
        Assert.Equal(["beer"], await bob.TitlesAsync());
    }

    [Theory]
    [InlineData("POST", "tasks", """{"title":""}""", "application/json", 422, "VALIDATION_ERROR")]
    [InlineData("POST", "tasks?verbose=1", Milk, "application/json", 422, "VALIDATION_ERROR")]
    [InlineData("POST", "tasks", "{", "application/json", 400, "MALFORMED_REQUEST")]
    [InlineData("POST", "tasks", Milk, "text/plain", 415, "UNSUPPORTED_MEDIA_TYPE")]
    [InlineData("PATCH", "tasks/9223372036854775807", Milk, "application/json", 404, "TASK_NOT_FOUND")]
    [InlineData("PATCH", "tasks/none/complete", null, "application/json", 404, "TASK_NOT_FOUND")]
    public async Task Errors_that_would_be_the_same_again_are_kept_to_the_letter(string method, string address, string? body, string mediaType, int status, string errorCode)
    {
        var ada = api.NewUser();

        var first = await SendAsync(ada, method, address, "a", body, mediaType: mediaType);
        var second = await SendAsync(ada, method, address, "a", body, mediaType: mediaType);

        Assert.Equal(status, first.ShouldBeProblem(errorCode).GetProperty("status").GetInt32());
        AssertReplay(first, second);
        Assert.Equal(first.Header("X-Request-Id"), second.Json().Text("request_id"));
        Assert.Null(first.Header("Idempotency-Replayed"));
    }

    [Fact]
    public async Task A_kept_404_stays_one_when_the_task_is_there_by_now()
    {
        var ada = api.NewUser();
        var next = await ada.CreateIdAsync() + 1;
        var other = api.NewUser();
        var missing = await SendAsync(other, "PATCH", $"tasks/{next}", "a", Milk);
        missing.ShouldBeProblem("TASK_NOT_FOUND");

        AssertReplay(missing, await SendAsync(other, "PATCH", $"tasks/{next}", "a", Milk));
    }

    [Fact]
    public async Task A_412_is_not_kept()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        (await SendAsync(ada, "PATCH", $"tasks/{id}", "a", Milk, ("If-Match", "\"7\""))).ShouldBeProblem("PRECONDITION_FAILED");
        var changed = await SendAsync(ada, "PATCH", $"tasks/{id}", "a", Milk, ("If-Match", "\"1\""));

        changed.StatusCodeShouldBe(200);
        Assert.Equal("\"2\"", changed.Header("ETag"));
        AssertReplay(changed, await SendAsync(ada, "PATCH", $"tasks/{id}", "a", Milk, ("If-Match", "\"1\"")));
    }

    [Fact]
    public async Task A_401_is_not_kept()
    {
        var ada = api.NewUser();
        var expired = ada with { Token = Tokens.Sign(new { sub = ada.Id, exp = Tokens.InMinutes(-60) }) };

        (await SendAsync(expired, "POST", "tasks", "a", Milk)).ShouldBeProblem("TOKEN_EXPIRED");

        (await SendAsync(ada, "POST", "tasks", "a", Milk)).StatusCodeShouldBe(201);
    }

    [Fact]
    public async Task A_429_is_not_kept_and_replays_have_limits_of_their_own()
    {
        var clock = new FakeClock(DateTimeOffset.UtcNow);
        await using var host = await TodoApi.HostAsync(await api.Databases.CreateAsync(), clock, ("RATE_LIMIT_PER_MINUTE", "2"));
        var ada = host.NewUser();
        await ada.ListAsync();
        await ada.ListAsync();

        (await SendAsync(ada, "POST", "tasks", "a", Milk)).ShouldBeProblem("RATE_LIMITED");
        clock.Advance(TimeSpan.FromMinutes(1));
        var created = await SendAsync(ada, "POST", "tasks", "a", Milk);
        var replay = await SendAsync(ada, "POST", "tasks", "a", Milk);

        created.StatusCodeShouldBe(201);
        Assert.Equal(created.ReadAsText(), replay.ReadAsText());
        Assert.Equal(("\"default\";r=1;t=60", "\"default\";r=0;t=60"), (created.Header("RateLimit"), replay.Header("RateLimit")));
    }

    [Fact]
    public async Task A_500_is_not_kept_and_has_done_nothing()
    {
        var connection = await api.Databases.CreateAsync();
        await using var host = await TodoApi.HostAsync(connection);
        var ada = host.NewUser();
        await ada.CreateIdAsync();
        await ExecuteAsync(host, "ALTER TABLE task_changes RENAME TO away");

        (await SendAsync(ada, "POST", "tasks", "a", Milk)).ShouldBeProblem("INTERNAL_ERROR");
        await ExecuteAsync(host, "ALTER TABLE away RENAME TO task_changes");

        var created = await SendAsync(ada, "POST", "tasks", "a", Milk);
        created.StatusCodeShouldBe(201);
        AssertReplay(created, await SendAsync(ada, "POST", "tasks", "a", Milk));
        Assert.Equal(["milk", "a task"], await ada.TitlesAsync());
    }

    [Fact]
    public async Task The_very_first_request_of_a_user_may_have_a_key()
    {
        var (ada, bob) = (api.NewUser(), api.NewUser());

        var created = await SendAsync(ada, "POST", "tasks", "a", Milk);
        var refused = await SendAsync(bob, "POST", "tasks", "a", "{}");

        created.StatusCodeShouldBe(201);
        AssertReplay(created, await SendAsync(ada, "POST", "tasks", "a", Milk));
        AssertReplay(refused, await SendAsync(bob, "POST", "tasks", "a", "{}"));
    }

    [Fact]
    public async Task Answers_of_tasks_with_any_text_come_back_byte_for_byte()
    {
        var ada = api.NewUser();
        var body = new { title = "Grüße 👋 \"quoted\" \\ <b>", description = "first\r\n\tsecond: third" };

        var first = await SendAsync(ada, "POST", "tasks", "a", body);

        Assert.Equal(body.description, first.Json().Text("description"));
        AssertReplay(first, await SendAsync(ada, "POST", "tasks", "a", body));
    }

    [Fact]
    public async Task A_key_is_free_again_after_24_hours_and_its_answer_is_deleted()
    {
        var clock = new FakeClock(DateTimeOffset.UtcNow);
        await using var host = await TodoApi.HostAsync(await api.Databases.CreateAsync(), clock);
        var ada = host.NewUser() with { Token = Tokens.Sign(new { sub = "ada", exp = Tokens.InMinutes(60 * 100) }), Id = "ada" };
        var first = await SendAsync(ada, "POST", "tasks", "a", Milk);
        await SendAsync(ada, "POST", "tasks", "b", Milk);

        clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        AssertReplay(first, await SendAsync(ada, "POST", "tasks", "a", Milk));

        clock.Advance(TimeSpan.FromSeconds(1));
        var second = await SendAsync(ada, "POST", "tasks", "a", """{"title":"bread"}""");
        second.StatusCodeShouldBe(201);
        AssertReplay(second, await SendAsync(ada, "POST", "tasks", "a", """{"title":"bread"}"""));
        Assert.Equal(["bread", "milk", "milk"], await ada.TitlesAsync());

        // In steps of 500.
        await ExecuteAsync(host,
            """
            INSERT INTO idempotency_keys (user_id, key, fingerprint, status, headers, body, created_at)
            SELECT 'ada', 'old ' || n, '', 201, '{}', '', now() - interval '1 minute' FROM generate_series(1, 1200) n
            """);
        await host.Services.GetServices<IHostedService>().OfType<ExpiredKeys>().Single().DeleteAsync(Ct);
        Assert.Equal("a", await ExecuteAsync(host, "SELECT string_agg(key, ',') FROM idempotency_keys"));
    }

    [Fact]
    public async Task Fifty_parallel_requests_with_one_key_create_one_task()
    {
        var ada = api.NewUser();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => SendAsync(ada, "POST", "tasks", "a", Milk))));

        var task = Assert.Single(await ada.ListAsync());
        var created = answers.Where(answer => answer.Status() == 201).ToArray();
        Assert.Single(created, answer => answer.Header("Idempotency-Replayed") is null);
        Assert.All(created, answer => Assert.Equal(task.GetRawText(), answer.ReadAsText()));
        Assert.All(answers.Except(created), answer =>
        {
            answer.ShouldBeProblem("REQUEST_IN_PROGRESS");
            Assert.NotNull(answer.Header("Retry-After"));
        });

        Assert.Equal(task.GetRawText(), (await SendAsync(ada, "POST", "tasks", "a", Milk)).ReadAsText());
    }

    private static Task<IScenarioResult> SendAsync(
        ApiUser user, string method, string address, string key, object? body = null, (string Name, string Value)? header = null, string mediaType = "application/json") =>
        SendAsync(user, method, address, [key], body, header, mediaType);

    private static Task<IScenarioResult> SendAsync(
        ApiUser user, string method, string address, string[] keys, object? body = null, (string Name, string Value)? header = null, string mediaType = "application/json") =>
        user.Scenario(_ =>
        {
            _.Send(new HttpMethod(method), address.StartsWith('/') ? address : $"/api/{Uri.EscapeDataString(user.Id)}/{address}", body, mediaType);
            _.ConfigureHttpContext(context =>
            {
                context.Request.Headers["Idempotency-Key"] = keys;
                if (header is { } other)
                {
                    context.Request.Headers.Append(other.Name, other.Value);
                }
            });
            _.IgnoreStatusCode();
        });

    /// <summary>Status, headers and body of the first answer, with a request id of its own.</summary>
    private static void AssertReplay(IScenarioResult first, IScenarioResult replay)
    {
        Assert.Equal(first.ReadAsText(), replay.ReadAsText());
        Assert.Equal(first.Status(), replay.Status());
        Assert.Equal("true", replay.Header("Idempotency-Replayed"));
        Assert.NotEqual(first.Header("X-Request-Id"), replay.Header("X-Request-Id"));

        string[] own = ["X-Request-Id", "Idempotency-Replayed"];
        Assert.Equal(Headers(first), Headers(replay));

        Dictionary<string, string> Headers(IScenarioResult answer) =>
            answer.Context.Response.Headers.Where(header => !own.Contains(header.Key)).ToDictionary(header => header.Key, header => header.Value.ToString());
    }

    /// <summary>All that a user has, and all that happened to it.</summary>
    private async Task<string> StateAsync(ApiUser user) =>
        string.Join('\n', (await user.ListAsync()).Select(task => task.GetRawText()))
        + await api.ExecuteAsync($"SELECT count(*) FROM task_changes WHERE user_id = '{user.Id}'");

    private async Task<long> KeysAsync(ApiUser user) => (long)(await api.ExecuteAsync($"SELECT count(*) FROM idempotency_keys WHERE user_id = '{user.Id}'"))!;

    private static async Task<object?> ExecuteAsync(ApiHost host, string sql)
    {
        await using var database = host.Services.DataSource();
        await using var command = database.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Ct);
    }
}
