using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Operations;

/// <summary>The upgrade of docs/operations.md: the version before and this one at work on one database, which is migrated in between.</summary>
public sealed class UpgradeTests(TodoApi api)
{
    /// <summary>
    /// The newest commit of main that lacks the newest migration. Set it to the commit before with each new migration. With an older one the test tries all
    /// migrations since, until one of them drops what that version needs.
    /// </summary>
    private const string VersionBefore = "c5cb4b6437e45f2b054c17380e61aaddc3913602";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_request_fails_while_the_version_before_is_replaced()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("There is no SIGTERM on Windows.");
        }

        var program = await EarlierVersion.BuildAsync(VersionBefore);
        var connection = await api.Databases.CreateEmptyAsync();
        (string, string)[] settings =
            [("DATABASE_URL", connection), ("BETTER_AUTH_SECRET", TodoApi.Secret), ("RATE_LIMIT_PER_MINUTE", "0"), ("ENVIRONMENT", "production")];
        var (old, oldClient) = await TodoProcess.ServeAsync([("MIGRATE_ON_START", "true"), .. settings], program: program);
        await using var _ = old;
        using var __ = oldClient;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var balancer = new Balancer();
        balancer.Add(oldClient);
        var before = await MigrationsAsync(connection);
        var users = Enumerable.Range(0, 4).Select(n => new BusyUser($"user-{n}", balancer)).ToArray();
        var working = Task.WhenAll(users.Select(user => Task.Run(() => user.WorkAsync(end.Token), Ct)));
        await balancer.ServeAsync(200);

        var (current, client) = await TodoProcess.ServeAsync(settings);
        await using var ___ = current;
        using var ____ = client;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await ReadyAsync(client));

        // Like a backup, which locks no more than this and may take hours.
        await using (var backup = new NpgsqlConnection(connection))
        {
            await backup.OpenAsync(Ct);
            await using var transaction = await backup.BeginTransactionAsync(Ct);
            await using var lockTables = new NpgsqlCommand("""LOCK TABLE users, tasks, task_changes, "__EFMigrationsHistory" IN ACCESS SHARE MODE""", backup);
            await lockTables.ExecuteNonQueryAsync(Ct);

            var early = await TodoProcess.RunAsync(["--migrate"], settings);
            Assert.Equal(1, early.ExitCode);
            Assert.StartsWith("The migration gave up", early.Errors, StringComparison.Ordinal);
        }

        var migration = await MigrateAsync(settings);
        Assert.Equal((0, ""), (migration.ExitCode, migration.Errors));
        Assert.NotEqual(before, await MigrationsAsync(connection));
        foreach (var instance in new[] { client, oldClient })
        {
            while (await ReadyAsync(instance) != HttpStatusCode.OK)
            {
                await Task.Delay(50, Ct);
            }
        }

        balancer.Add(client);
        await balancer.ServeAsync(400);
        await balancer.RemoveAsync(oldClient);
        old.Terminate();
        await balancer.ServeAsync(200);
        Assert.Equal((0, ""), (await old.ExitAsync(), old.Errors));

        await end.CancelAsync();
        await working;
        Assert.Empty(balancer.Failures);
        foreach (var user in users)
        {
            await user.AssertNothingIsLostAsync();
        }

        Assert.Empty(balancer.Failures);
        Assert.Equal("", current.Errors);
    }

    // As docs/operations.md and the Job of Kubernetes do it: on a busy machine it may give up now and then.
    private static async Task<TodoProcess.Outcome> MigrateAsync((string, string)[] settings)
    {
        for (var attempt = 1; ; attempt++)
        {
            var outcome = await TodoProcess.RunAsync(["--migrate"], settings);
            if (outcome.ExitCode == 0 || attempt == 7)
            {
                return outcome;
            }
        }
    }

    private static async Task<HttpStatusCode> ReadyAsync(HttpClient client)
    {
        using var response = await client.GetAsync("/health/ready", Ct);
        return response.StatusCode;
    }

    private static async Task<object?> MigrationsAsync(string connection)
    {
        await using var database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ConnectionString);
        await using var command = database.CreateCommand("""SELECT max(migration_id) FROM "__EFMigrationsHistory" """);
        return await command.ExecuteScalarAsync(Ct);
    }

    /// <summary>Sends each request to the next instance, as a load balancer does, and remembers what failed.</summary>
    private sealed class Balancer
    {
        private readonly Lock _turns = new();
        private readonly Dictionary<HttpClient, int> _inFlight = [];
        private readonly List<HttpClient> _instances = [];
        private int _served;

        internal ConcurrentQueue<string> Failures { get; } = [];

        internal void Add(HttpClient instance)
        {
            lock (_turns)
            {
                _instances.Add(instance);
                _inFlight[instance] = 0;
            }
        }

        /// <summary>Gives an instance no more requests, and waits for those that it has.</summary>
        internal async Task RemoveAsync(HttpClient instance)
        {
            lock (_turns)
            {
                _instances.Remove(instance);
            }

            while (InFlight(instance) > 0)
            {
                await Task.Delay(5, Ct);
            }
        }

        /// <summary>Waits until so many requests more were answered, or one failed.</summary>
        internal async Task ServeAsync(int requests)
        {
            var enough = Volatile.Read(ref _served) + requests;
            while (Volatile.Read(ref _served) < enough && Failures.IsEmpty)
            {
                await Task.Delay(10, Ct);
            }
        }

        internal async Task<JsonElement?> SendAsync(string user, HttpMethod method, string path, object? body = null)
        {
            var instance = Next();
            try
            {
                using var request = new HttpRequestMessage(method, $"/api/{user}/{path}") { Content = body is null ? null : JsonContent.Create(body) };
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Tokens.For(user));
                using var response = await instance.SendAsync(request, Ct);
                if (response.IsSuccessStatusCode)
                {
                    return response.StatusCode == HttpStatusCode.NoContent ? default(JsonElement) : await response.JsonAsync();
                }

                Failures.Enqueue($"{method} {path}: {response.StatusCode} {await response.Content.ReadAsStringAsync(Ct)}");
            }
            catch (HttpRequestException e)
            {
                Failures.Enqueue($"{method} {path}: {e}");
            }
            finally
            {
                lock (_turns)
                {
                    _inFlight[instance]--;
                    _served++;
                }
            }

            return null;
        }

        private HttpClient Next()
        {
            lock (_turns)
            {
                var instance = _instances[_served % _instances.Count];
                _inFlight[instance]++;
                return instance;
            }
        }

        private int InFlight(HttpClient instance)
        {
            lock (_turns)
            {
                return _inFlight[instance];
            }
        }
    }

    /// <summary>Works on tasks through all instances, and remembers what was acknowledged.</summary>
    private sealed class BusyUser(string id, Balancer balancer)
    {
        private readonly SortedDictionary<long, (string Title, bool Completed)> _tasks = [];

        internal async Task WorkAsync(CancellationToken end)
        {
            for (var n = 0; !end.IsCancellationRequested && balancer.Failures.IsEmpty; n++)
            {
                if (await SendAsync(HttpMethod.Post, "tasks", new { title = $"task {n}" }) is not { } created)
                {
                    continue;
                }

                var task = created.Id();
                _tasks[task] = ($"task {n}", false);
                if (await SendAsync(HttpMethod.Patch, $"tasks/{task}", new { title = $"renamed {n}" }) is not null)
                {
                    _tasks[task] = ($"renamed {n}", false);
                }

                if (await SendAsync(HttpMethod.Patch, $"tasks/{task}/complete") is not null)
                {
                    _tasks[task] = _tasks[task] with { Completed = true };
                }

                await SendAsync(HttpMethod.Get, "tasks?limit=20&sort=priority&search=renamed");
                await SendAsync(HttpMethod.Get, $"tasks/{task}");
                if (n % 3 == 0 && await SendAsync(HttpMethod.Delete, $"tasks/{task}") is not null)
                {
                    _tasks.Remove(task);
                }
            }
        }

        internal async Task AssertNothingIsLostAsync()
        {
            var stored = new List<(long, (string, bool))>();
            for (var page = 1; stored.Count == (page - 1) * 500; page++)
            {
                var tasks = Assert.NotNull(await SendAsync(HttpMethod.Get, $"tasks?limit=500&page={page}&order=asc"));
                stored.AddRange(tasks.EnumerateArray().Select(task => (task.Id(), (task.Text("title")!, task.GetProperty("completed").GetBoolean()))));
            }

            Assert.Equal(_tasks.Select(task => (task.Key, task.Value)), stored.Order());
        }

        private Task<JsonElement?> SendAsync(HttpMethod method, string path, object? body = null) => balancer.SendAsync(id, method, path, body);
    }
}
