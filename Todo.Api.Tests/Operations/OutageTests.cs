using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Todo.Api.Persistence.Connection;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Operations;

/// <summary>What clients see while the database is away, and after. The deadlines are the contract's.</summary>
public sealed class OutageTests
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);

    /// <summary>As long as the defaults wait.</summary>
    private static readonly (string Name, string Value)[] Hurried = [("DATABASE_CONNECT_TIMEOUT_SECONDS", "2"), ("DATABASE_STATEMENT_TIMEOUT_MS", "2000")];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stopped_database_is_503_and_work_goes_on_when_it_is_back()
    {
        await using var postgres = await OwnPostgres.RunAsync();
        await using var api = await TodoApi.StartAsync(postgres.ConnectionString, Hurried);
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        await postgres.StopAsync();
        await AssertAwayAsync(api, ada, id);
        using var keyed = new HttpRequestMessage(HttpMethod.Post, "tasks") { Content = JsonContent.Create(new { title = "lost" }), Headers = { { "Idempotency-Key", "a" } } };
        using var refused = await ada.Client.SendAsync(keyed, Ct);
        await refused.AssertProblemAsync(HttpStatusCode.ServiceUnavailable, "SERVICE_UNAVAILABLE");

        await postgres.StartAsync();
        await AssertBackAsync(ada, id);
        using var ready = await api.NewClient().GetAsync("/health/ready", Ct);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
    }

    [Fact]
    public async Task A_frozen_database_is_503_within_the_deadline_for_any_number_of_callers()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Processes cannot be frozen on Windows.");
        }

        await using var postgres = await OwnPostgres.RunAsync();
        await using var api = await TodoApi.StartAsync(postgres.ConnectionString, Hurried);
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();
        await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => ada.GetAsync(id)));

        await postgres.SignalAsync("STOP");
        try
        {
            await AssertAwayAsync(api, ada, id, callers: 40);
        }
        finally
        {
            await postgres.SignalAsync("CONT");
        }

        await AssertBackAsync(ada, id);
    }

    [Fact]
    public async Task Killed_connections_are_no_errors_and_lose_nothing()
    {
        await using var postgres = await OwnPostgres.RunAsync();
        await using var api = await TodoApi.StartAsync(postgres.ConnectionString, [("DATABASE_POOL_SIZE", "8"), .. Hurried]);
        var ada = api.NewUser();
        var kept = await ada.CreateIdAsync();
        var acknowledged = new ConcurrentDictionary<string, bool>();
        var statuses = new ConcurrentBag<HttpStatusCode>();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        end.CancelAfter(TimeSpan.FromSeconds(2));

        var killing = KillAsync(postgres, end.Token);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            for (var n = 0; !end.IsCancellationRequested; n++)
            {
                var title = $"{worker}-{n}";
                using var created = await ada.Client.PostAsJsonAsync("tasks", new { title }, Ct);
                statuses.Add(created.StatusCode);
                if (created.StatusCode == HttpStatusCode.Created)
                {
                    acknowledged[title] = true;
                }

                using var read = await ada.Client.GetAsync($"tasks/{kept}", Ct);
                statuses.Add(read.StatusCode);
            }
        }, Ct)));
        var kills = await killing;

        Assert.True(kills > 10, $"Only {kills} connections were killed.");
        Assert.Empty(statuses.Except([HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable]));
        var stored = await StoredTitlesAsync(postgres);
        Assert.NotEmpty(acknowledged);
        Assert.Empty(acknowledged.Keys.Except(stored));
        Assert.Equal(stored.Length, stored.Distinct().Count());
    }

    [Fact]
    public async Task A_suspended_database_that_dropped_its_connections_costs_readers_nothing()
    {
        await using var postgres = await OwnPostgres.RunAsync();
        await using var api = await TodoApi.StartAsync(postgres.ConnectionString, Hurried);
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        for (var round = 0; round < 2; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ada.GetAsync(id)));
            await postgres.StopAsync();
            await postgres.StartAsync();

            Assert.All(await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ada.GetAsync(id))), task => Assert.Equal(id, task.Id()));
            Assert.Single(await ada.ListAsync());
        }
    }

    [Fact]
    public async Task Columns_that_change_their_type_under_load_are_no_errors()
    {
        await using var postgres = await OwnPostgres.RunAsync();
        await using var api = await TodoApi.StartAsync(postgres.ConnectionString);
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Ct);

        // The orders differ, so that some meet the changed statement where others meet what it left behind.
        Func<Task<HttpResponseMessage>>[] requests =
        [
            () => ada.Client.GetAsync($"tasks/{id}", Ct),
            () => ada.Client.GetAsync("tasks?limit=3", Ct),
            () => ada.SendAsync(HttpMethod.Patch, $"tasks/{id}", """{"title": "renamed"}"""),
            () => ada.SendAsync(HttpMethod.Patch, $"tasks/{id}/complete"),
            () => ada.Client.GetAsync("tasks?limit=4&sort=title", Ct),
            () => ada.Client.PostAsJsonAsync("tasks", new { title = "one more" }, Ct),
        ];
        var working = Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            var statuses = new List<HttpStatusCode>();
            while (!end.IsCancellationRequested)
            {
                foreach (var send in worker % 2 == 0 ? requests : requests.Reverse())
                {
                    using var response = await send();
                    statuses.Add(response.StatusCode);
                }
            }

            return statuses;
        }, Ct)).ToArray();

        foreach (var type in new[] { "timestamptz(6)", "timestamptz" })
        {
            await Task.Delay(TimeSpan.FromSeconds(1), Ct);
            await postgres.ExecuteAsync($"ALTER TABLE tasks ALTER COLUMN created_at TYPE {type}");
        }

        await Task.Delay(TimeSpan.FromSeconds(1), Ct);
        await end.CancelAsync();
        var answers = (await Task.WhenAll(working)).SelectMany(statuses => statuses).CountBy(status => status).ToDictionary();

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Created], answers.Keys.Order());
        Assert.All(answers.Values, count => Assert.True(count > 20, $"Only {count} answers."));
    }

    [Fact]
    public async Task A_server_that_became_read_only_is_503_and_its_connections_are_not_kept()
    {
        await using var postgres = await OwnPostgres.RunAsync();
        await using var api = await TodoApi.StartAsync(postgres.ConnectionString);
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();
        var database = postgres.Connection.Database;

        await postgres.ExecuteAsync($"ALTER DATABASE \"{database}\" SET default_transaction_read_only = on");
        await postgres.ExecuteAsync("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'todo-api'");
        Assert.Equal(id, (await ada.GetAsync(id)).Id());
        foreach (var (method, path, body) in new (string, string, string?)[]
            { ("POST", "tasks", """{"title": "milk"}"""), ("PATCH", $"tasks/{id}", """{"title": "milk"}"""), ("PATCH", $"tasks/{id}/complete", null), ("DELETE", $"tasks/{id}", null) })
        {
            using var refused = await ada.SendAsync(new(method), path, body);
            await refused.AssertProblemAsync(HttpStatusCode.ServiceUnavailable, "SERVICE_UNAVAILABLE");
            Assert.NotNull(refused.Headers.RetryAfter);
        }

        using var ready = await api.NewClient().GetAsync("/health/ready", Ct);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);

        // It holds for new sessions: a connection that was kept would refuse still.
        await postgres.ExecuteAsync($"BEGIN READ WRITE; ALTER DATABASE \"{database}\" RESET default_transaction_read_only; COMMIT");
        await ada.CreateIdAsync();
        Assert.Equal(id, (await ada.GetAsync(id)).Id());
    }

    [Theory]
    [InlineData("08006", true)]
    [InlineData("0A000", true)]
    [InlineData("25006", true)]
    [InlineData("26000", true)]
    [InlineData("40001", true)]
    [InlineData("53100", true)]
    [InlineData("57014", true)]
    [InlineData("58030", true)]
    [InlineData("42P01", false)]
    [InlineData("42703", false)]
    [InlineData("22003", false)]
    [InlineData("23505", false)]
    public void What_the_server_is_to_blame_for_is_an_outage_and_a_statement_of_ours_is_a_bug(string state, bool isOutage)
    {
        var exception = new PostgresException("refused", "ERROR", "ERROR", state);

        Assert.Equal(isOutage, DatabaseErrors.IsOutage(exception));
        Assert.Equal(isOutage, DatabaseErrors.IsOutage(new DbUpdateException("not saved", exception)));
    }

    private static async Task AssertAwayAsync(ApiInstance api, WireUser ada, long id, int callers = 4)
    {
        using var live = await api.NewClient().GetAsync("/health/live", Ct);
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);

        var requests = Enumerable.Range(0, callers).SelectMany(_ => new Func<Task<HttpResponseMessage>>[]
        {
            () => ada.Client.GetAsync($"tasks/{id}", Ct),
            () => ada.Client.GetAsync("tasks?page=1", Ct),
            () => ada.Client.PostAsJsonAsync("tasks", new { title = "lost" }, Ct),
            () => ada.Client.DeleteAsync($"tasks/{id + 1}", Ct),
        }).Append(() => api.NewClient().GetAsync("/health/ready", Ct));

        await Task.WhenAll(requests.Select(async send =>
        {
            var start = Stopwatch.GetTimestamp();
            using var response = await send();
            var elapsed = Stopwatch.GetElapsedTime(start);
            await response.AssertProblemAsync(HttpStatusCode.ServiceUnavailable, "SERVICE_UNAVAILABLE");
            Assert.NotNull(response.Headers.RetryAfter);
            Assert.True(elapsed < AnswerWithin, $"{response.RequestMessage!.Method} {response.RequestMessage.RequestUri!.PathAndQuery} took {elapsed}.");
        }));
    }

    private static async Task AssertBackAsync(WireUser ada, long id)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            using var response = await ada.Client.PostAsJsonAsync("tasks", new { title = "after" }, Ct);
            if (response.StatusCode == HttpStatusCode.Created)
            {
                break;
            }

            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(3), "Work does not go on.");
            await Task.Delay(100, Ct);
        }

        Assert.Equal(id, (await ada.GetAsync(id)).Id());
    }

    private static async Task<int> KillAsync(OwnPostgres postgres, CancellationToken end)
    {
        var kills = 0L;
        while (!end.IsCancellationRequested)
        {
            kills += (long)(await postgres.ExecuteAsync(
                """
                SELECT count(pg_terminate_backend(pid)) FROM
                (SELECT pid FROM pg_stat_activity WHERE application_name = 'todo-api' ORDER BY random() LIMIT 3) AS chosen
                """))!;
            await Task.Delay(20, Ct);
        }

        return (int)kills;
    }

    private static async Task<string[]> StoredTitlesAsync(OwnPostgres postgres) =>
        (string[])(await postgres.ExecuteAsync("SELECT array_agg(title) FROM tasks"))!;
}
