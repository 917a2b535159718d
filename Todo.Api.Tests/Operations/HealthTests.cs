using System.Net;
using Npgsql;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Operations;

/// <summary>What monitoring is told. A database that is stopped or frozen is in <see cref="OutageTests"/>, one without tables in <see cref="SettingsTests"/>.</summary>
public sealed class HealthTests(TodoApi api)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tells_that_the_process_and_the_database_answer_and_how_fast()
    {
        using var client = api.NewClient();

        Assert.Equal("""{"status":"healthy"}""", await client.GetStringAsync("/health/live", Ct));
        Assert.Equal("""{"status":"healthy"}""", await client.GetStringAsync("/health/ready", Ct));
        Assert.Matches("""^{"status":"healthy","database_ms":[0-9.]+}$""", await client.GetStringAsync("/health", Ct));
        Assert.Matches("""^{"status":"healthy","database_ms":[0-9.]+}$""", await client.GetStringAsync("/api/health", Ct));
    }

    [Fact]
    public async Task A_database_that_takes_no_writes_is_not_ready()
    {
        var database = new NpgsqlConnectionStringBuilder(await api.Databases.CreateAsync());
        await using var administration = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ConnectionString);
        await administration.OpenAsync(Ct);
        await ExecuteAsync($"ALTER DATABASE \"{database.Database}\" SET default_transaction_read_only = on");
        await using var instance = await TodoApi.StartAsync(database.ConnectionString, ("MIGRATE_ON_START", "false"));
        using var client = instance.NewClient();

        foreach (var path in new[] { "/health/ready", "/health" })
        {
            using var refused = await client.GetAsync(path, Ct);
            await refused.AssertProblemAsync(HttpStatusCode.ServiceUnavailable, "SERVICE_UNAVAILABLE");
            Assert.NotNull(refused.Headers.RetryAfter);
        }

        using var live = await client.GetAsync("/health/live", Ct);
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);

        await ExecuteAsync($"ALTER DATABASE \"{database.Database}\" RESET default_transaction_read_only");
        await ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
        using var ready = await client.GetAsync("/health/ready", Ct);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);

        async Task ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, administration);
            await command.ExecuteNonQueryAsync(Ct);
        }
    }
}
