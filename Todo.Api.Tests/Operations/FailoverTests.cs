using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Todo.Api.Tests.Support;
using Todo.Api.Tests.Wire;

namespace Todo.Api.Tests.Operations;

/// <summary>A DATABASE_URL with two hosts, of which one is the primary: what clients see when another becomes it.</summary>
public sealed class FailoverTests
{
    private static readonly TimeSpan BackWithin = TimeSpan.FromSeconds(10);

    /// <summary>As long as the defaults wait with two hosts.</summary>
    private static readonly (string Name, string Value)[] Hurried = [("DATABASE_CONNECT_TIMEOUT_SECONDS", "1"), ("DATABASE_STATEMENT_TIMEOUT_MS", "2000")];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>The primary's processes are killed, or they freeze, so that nothing refuses a connection.</summary>
    [Theory]
    [InlineData("KILL")]
    [InlineData("STOP")]
    public async Task All_instances_go_on_with_the_promoted_standby_and_nothing_acknowledged_is_lost(string signal)
    {
        await using var primary = await OwnPostgres.RunAsync();
        await using var standby = await RunSynchronousStandbyAsync(primary);
        var url = Url(primary, standby, "?target_session_attrs=read-write");
        await MigrateAsync(url);
        var instances = await Task.WhenAll(ServeAsync(url), ServeAsync(url));
        await using var _ = instances[0].Process;
        await using var __ = instances[1].Process;
        var users = instances.Select(instance => UserOf(instance.Client)).ToArray();
        var acknowledged = new ConcurrentDictionary<string, bool>();
        var statuses = new ConcurrentBag<HttpStatusCode>();
        var refused = users.Select(_ => new TaskCompletionSource()).ToArray();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        await Task.WhenAll(users.Select(user => CreateAsync(user, "kept")));
        await using var stream = await EventStream.OpenAsync(users[1].Client);
        var writing = Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(() => WriteAsync(worker), Ct)));
        while (acknowledged.Count < 200)
        {
            await Task.Delay(20, Ct);
        }

        try
        {
            await primary.SignalAsync(signal);
            await Task.WhenAll(refused.Select(first => first.Task)).WaitAsync(Ct);
            await standby.ExecuteAsSuperuserAsync("SELECT pg_promote()");

            using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
            patience.CancelAfter(BackWithin);
            await Task.WhenAll(instances.Select(instance => BackAsync(instance.Client, patience.Token)));
            await Task.WhenAll(users.Select(user => CreateAsync(user, "after")));
            await end.CancelAsync();
            await writing;

            Assert.Empty(statuses.Except([HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable]));
            var stored = (string[])(await standby.ExecuteAsync("SELECT array_agg(title) FROM tasks WHERE title LIKE '%-%'"))!;
            Assert.Empty(acknowledged.Keys.Except(stored));
            Assert.Equal(stored.Length, stored.Distinct().Count());
            for (Event? last = null; last?.Data.GetProperty("task").Text("title") != "after";)
            {
                last = await stream.NextAsync();
                Assert.NotNull(last);
            }
        }
        finally
        {
            if (signal == "STOP")
            {
                await primary.SignalAsync("KILL");
            }
        }

        async Task WriteAsync(int worker)
        {
            var (instance, user) = (worker % 2, users[worker % 2]);
            for (var n = 0; !end.IsCancellationRequested; n++)
            {
                var title = $"{worker}-{n}";
                using var created = await user.Client.PostAsJsonAsync("tasks", new { title }, Ct);
                using var listed = await user.Client.GetAsync("tasks?limit=3", Ct);
                statuses.Add(created.StatusCode);
                statuses.Add(listed.StatusCode);
                if (created.StatusCode == HttpStatusCode.Created)
                {
                    acknowledged[title] = true;
                }
                else if (created.StatusCode == HttpStatusCode.ServiceUnavailable)
                {
                    Assert.NotNull(created.Headers.RetryAfter);
                    refused[instance].TrySetResult();
                }
            }
        }
    }

    [Fact]
    public async Task A_write_that_the_synchronous_standby_did_not_confirm_is_not_acknowledged()
    {
        await using var primary = await OwnPostgres.RunAsync();
        await using var standby = await RunSynchronousStandbyAsync(primary);
        await using var api = await TodoApi.StartAsync(Url(primary, standby), Hurried);
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        await standby.SignalAsync("STOP");
        try
        {
            foreach (var (method, path, body, key) in new[]
                { ("POST", "tasks", """{"title": "milk"}""", null), ("PATCH", $"tasks/{id}/complete", null, null), ("POST", "tasks", """{"title": "bread"}""", "a"), ("DELETE", $"tasks/{id}", null, null) })
            {
                using var request = new HttpRequestMessage(new(method), path) { Content = body is null ? null : new StringContent(body, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")) };
                if (key is not null)
                {
                    request.Headers.Add("Idempotency-Key", key);
                }

                using var refused = await ada.Client.SendAsync(request, Ct);
                await refused.AssertProblemAsync(HttpStatusCode.ServiceUnavailable, "SERVICE_UNAVAILABLE");
            }
        }
        finally
        {
            await standby.SignalAsync("CONT");
        }

        await ada.CreateIdAsync();
    }

    [Fact]
    public async Task A_connection_that_is_cut_does_not_put_its_host_aside()
    {
        await using var postgres = await OwnPostgres.RunAsync();
        await using var api = await TodoApi.StartAsync(Url(postgres, TodoProcess.FreePort()), Hurried);
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        for (var round = 0; round < 5; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ada.GetAsync(id)));
            await postgres.ExecuteAsync("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'todo-api'");

            Assert.All(await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ada.GetAsync(id))), task => Assert.Equal(id, task.Id()));
        }
    }

    [Fact]
    public async Task Without_target_session_attrs_the_primary_is_found_behind_a_standby()
    {
        await using var primary = await OwnPostgres.RunAsync();
        await using var standby = await primary.RunStandbyAsync();
        var url = Url(standby, primary);
        await MigrateAsync(url);
        await using var api = await TodoApi.StartAsync(url, ("MIGRATE_ON_START", "false"));
        await api.NewUser().CreateIdAsync();

        using var ready = await api.NewClient().GetAsync("/health/ready", Ct);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
    }

    private static async Task<OwnPostgres> RunSynchronousStandbyAsync(OwnPostgres primary)
    {
        var standby = await primary.RunStandbyAsync();
        await primary.ExecuteAsSuperuserAsync("ALTER SYSTEM SET synchronous_standby_names = '*'");
        await primary.ExecuteAsSuperuserAsync("SELECT pg_reload_conf()");
        while (await primary.ExecuteAsSuperuserAsync("SELECT sync_state FROM pg_stat_replication WHERE state = 'streaming'") is not "sync")
        {
            await Task.Delay(20, Ct);
        }

        return standby;
    }

    private static string Url(OwnPostgres first, OwnPostgres second, string parameters = "") => Url(first, second.Connection.Port, parameters);

    private static string Url(OwnPostgres first, int second, string parameters = "") => string.Create(
        CultureInfo.InvariantCulture,
        $"postgresql://{first.Connection.Username}:{first.Connection.Password}@127.0.0.1:{first.Connection.Port},127.0.0.1:{second}/{first.Connection.Database}{parameters}");

    private static async Task MigrateAsync(string url)
    {
        var migrated = await TodoProcess.RunAsync(["--migrate"], [("DATABASE_URL", url)]);
        Assert.Equal((0, "The database is up to date."), (migrated.ExitCode, migrated.Output));
    }

    private static Task<(TodoProcess Process, HttpClient Client)> ServeAsync(string url) =>
        TodoProcess.ServeAsync([("DATABASE_URL", url), ("BETTER_AUTH_SECRET", TodoApi.Secret), ("RATE_LIMIT_PER_MINUTE", "0"), ("MIGRATE_ON_START", "false"), ("LOG_LEVEL", "warning"), .. Hurried]);

    private static WireUser UserOf(HttpClient instance)
    {
        var id = $"user-{Guid.NewGuid():N}";
        return new WireUser(id, new HttpClient { BaseAddress = new Uri(instance.BaseAddress!, $"/api/{id}/"), DefaultRequestHeaders = { Authorization = new("Bearer", Tokens.For(id)) } });
    }

    /// <summary>On a busy machine a hurried write may be refused at any time.</summary>
    private static async Task CreateAsync(WireUser user, string title)
    {
        for (var status = HttpStatusCode.ServiceUnavailable; status != HttpStatusCode.Created;)
        {
            using var created = await user.Client.PostAsJsonAsync("tasks", new { title }, Ct);
            status = created.StatusCode;
            Assert.True(status is HttpStatusCode.Created or HttpStatusCode.ServiceUnavailable, $"{status}");
        }
    }

    private static async Task BackAsync(HttpClient instance, CancellationToken patience)
    {
        for (var status = HttpStatusCode.ServiceUnavailable; status != HttpStatusCode.OK;)
        {
            using var ready = await instance.GetAsync("/health/ready", patience);
            status = ready.StatusCode;
            await Task.Delay(50, patience);
        }
    }
}
