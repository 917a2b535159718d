using System.Net;
using Npgsql;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Operations;

/// <summary>Several instances on one database, and instances that come and go.</summary>
public sealed class InstancesTests(TodoApi api)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Four_may_start_at_once_on_an_empty_database()
    {
        var connection = await api.Databases.CreateEmptyAsync();

        var instances = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => TodoApi.StartAsync(connection, ("MIGRATE_ON_START", "true"))));
        try
        {
            var id = await instances[0].NewUser("ada").CreateIdAsync();
            foreach (var instance in instances)
            {
                using var ready = await instance.NewClient().GetAsync("/health/ready", Ct);
                Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
                Assert.Equal(id, (await instance.NewUser("ada").GetAsync(id)).Id());
            }
        }
        finally
        {
            foreach (var instance in instances)
            {
                await instance.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task One_command_serves_with_nothing_configured()
    {
        var (process, client) = await TodoProcess.ServeAsync([]);
        await using var _ = process;

        using var ready = await client.GetAsync("/health/ready", Ct);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        using var registered = await client.RegisterAsync(Sessions.NewEmail());
        Assert.Equal(HttpStatusCode.Created, registered.StatusCode);
    }

    [Fact]
    public async Task SIGTERM_lets_what_is_in_flight_finish()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("There is no SIGTERM on Windows.");
        }

        var connection = await api.Databases.CreateAsync();
        var (process, client) = await TodoProcess.ServeAsync([("DATABASE_URL", connection), ("BETTER_AUTH_SECRET", TodoApi.Secret)]);
        await using var _ = process;
        using var __ = client;
        client.DefaultRequestHeaders.Authorization = new("Bearer", Tokens.For("ada"));
        await using var locking = new NpgsqlConnection(connection);
        await locking.OpenAsync(Ct);
        await using var transaction = await locking.BeginTransactionAsync(Ct);
        await ExecuteAsync("LOCK TABLE tasks IN EXCLUSIVE MODE");

        using var body = new StringContent("""{"title": "in flight"}""", System.Text.Encoding.UTF8, "application/json");
        var request = client.PostAsync("/api/ada/tasks", body, Ct);
        while (await ExecuteAsync("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'tasks'::regclass") is not 1L)
        {
            await Task.Delay(10, Ct);
        }

        process.Terminate();
        await RefusesAsync(client.BaseAddress!);
        Assert.False(request.IsCompleted);
        await transaction.CommitAsync(Ct);

        using var response = await request;
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal(0, await process.ExitAsync());
        Assert.Equal("", process.Errors);

        async Task<object?> ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, locking);
            return await command.ExecuteScalarAsync(Ct);
        }
    }

    // Each time on a new connection: those that are open already are served to their end.
    private static async Task RefusesAsync(Uri address)
    {
        while (true)
        {
            using var client = new HttpClient { BaseAddress = address };
            try
            {
                using var response = await client.GetAsync("/health/live", Ct);
                await Task.Delay(10, Ct);
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
    }
}
