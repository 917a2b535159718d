using System.Net;
using Npgsql;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Errors;

public sealed class OutageTests(TodoApi api)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_its_database_the_api_asks_to_come_back_later()
    {
        var database = await api.Databases.CreateAsync();
        await using var instance = await TodoApi.StartAsync(database, ("RATE_LIMIT_PER_MINUTE", "600"));
        var ada = instance.NewUser();
        await ada.CreateIdAsync();

        await api.Databases.DropAsync(database);

        foreach (var (method, path, body) in ((string, string, string?)[])
            [("GET", "tasks", null), ("GET", "tasks?count=true", null), ("POST", "tasks", """{"title":"x"}"""), ("PUT", "tasks/1", """{"title":"x"}"""), ("PATCH", "tasks/1/complete", null), ("DELETE", "tasks/1", null)])
        {
            using var response = await ada.SendAsync(new(method), path, body);
            await response.AssertProblemAsync(HttpStatusCode.ServiceUnavailable, "SERVICE_UNAVAILABLE");
            Assert.True(response.Headers.RetryAfter?.Delta > TimeSpan.Zero);
            foreach (var header in (string[])["RateLimit", "RateLimit-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Content-Security-Policy"])
            {
                Assert.True(response.Headers.TryGetValues(header, out var values) && values.Count() == 1, $"{method} {path}: {header}");
            }
        }
    }

    [Fact]
    public async Task Before_the_migrations_the_api_asks_to_come_back_later()
    {
        await using var instance = await TodoApi.StartAsync(await api.Databases.CreateEmptyAsync(), ("MIGRATE_ON_START", "false"));
        var ada = instance.NewUser();

        using var list = await ada.Client.GetAsync("tasks", Ct);
        using var create = await ada.PostAsync("""{"title":"x"}""");

        await list.AssertProblemAsync(HttpStatusCode.ServiceUnavailable, "SERVICE_UNAVAILABLE");
        await create.AssertProblemAsync(HttpStatusCode.ServiceUnavailable, "SERVICE_UNAVAILABLE");
    }

    [Theory]
    [InlineData("POST", "tasks", """{"title":"new"}""")]
    [InlineData("PUT", "tasks/{0}", """{"title":"changed"}""")]
    [InlineData("PATCH", "tasks/{0}/complete", null)]
    [InlineData("DELETE", "tasks/{0}", null)]
    public async Task A_write_that_fails_as_late_as_its_commit_is_not_acknowledged(string method, string path, string? body)
    {
        var connection = await api.Databases.CreateAsync();
        await using var instance = await TodoApi.StartAsync(connection);
        var ada = instance.NewUser();
        var id = await ada.CreateIdAsync("kept");
        await using var database = NpgsqlDataSource.Create(connection);
        await using var refuse = database.CreateCommand(
            """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION USING ERRCODE = ''40001''; END';
            CREATE CONSTRAINT TRIGGER refuse AFTER INSERT OR UPDATE OR DELETE ON tasks DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse();
            """);
        await refuse.ExecuteNonQueryAsync(Ct);

        using var response = await ada.SendAsync(new(method), path.Replace("{0}", $"{id}", StringComparison.Ordinal), body);

        await response.AssertProblemAsync(HttpStatusCode.ServiceUnavailable, "SERVICE_UNAVAILABLE");
        Assert.Equal(["kept"], await ada.TitlesAsync());
    }

    [Fact]
    public async Task Without_its_database_the_api_still_refuses_what_needs_none()
    {
        var database = await api.Databases.CreateAsync();
        await using var instance = await TodoApi.StartAsync(database);
        var ada = instance.NewUser();
        using var nobody = instance.NewClient();

        await api.Databases.DropAsync(database);

        using var anonymous = await nobody.GetAsync("/api/somebody/tasks", Ct);
        using var foreign = await ada.Client.GetAsync("/api/somebody/tasks", Ct);
        using var invalid = await ada.PostAsync("""{"title":""}""");
        using var malformed = await ada.PostAsync("{");
        using var nothing = await nobody.GetAsync("/nothing", Ct);

        await anonymous.AssertProblemAsync(HttpStatusCode.Unauthorized, "AUTH_REQUIRED");
        await foreign.AssertProblemAsync(HttpStatusCode.Forbidden, "FORBIDDEN");
        await invalid.AssertInvalidAsync("title");
        await malformed.AssertMalformedAsync();
        await nothing.AssertNotFoundAsync("NOT_FOUND");
    }
}
