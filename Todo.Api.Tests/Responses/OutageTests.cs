using System.Globalization;
using Npgsql;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Responses;

public sealed class OutageTests(TodoApi api)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_its_database_the_api_asks_to_come_back_later()
    {
        var database = await api.Databases.CreateAsync();
        await using var instance = await TodoApi.HostAsync(database, ("RATE_LIMIT_PER_MINUTE", "600"));
        var ada = instance.NewUser();
        await ada.CreateIdAsync();

        await api.Databases.DropAsync(database);

        foreach (var (method, path, body) in ((string, string, string?)[])
            [("GET", "tasks", null), ("GET", "tasks?count=true", null), ("POST", "tasks", """{"title":"x"}"""), ("PUT", "tasks/1", """{"title":"x"}"""), ("PATCH", "tasks/1/complete", null), ("DELETE", "tasks/1", null)])
        {
            var response = await ada.SendAsync(new(method), path, body);
            response.ShouldBeProblem("SERVICE_UNAVAILABLE");
            Assert.True(int.Parse(response.Header("Retry-After")!, CultureInfo.InvariantCulture) > 0);
            foreach (var header in (string[])["RateLimit", "RateLimit-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Content-Security-Policy"])
            {
                Assert.True(response.Context.Response.Headers[header].Count == 1, $"{method} {path}: {header}");
            }
        }
    }

    [Fact]
    public async Task Before_the_migrations_the_api_asks_to_come_back_later()
    {
        await using var instance = await TodoApi.HostAsync(await api.Databases.CreateEmptyAsync(), ("MIGRATE_ON_START", "false"));
        var ada = instance.NewUser();

        var list = await ada.GetAsync("tasks");
        var create = await ada.PostAsync("""{"title":"x"}""");

        list.ShouldBeProblem("SERVICE_UNAVAILABLE");
        create.ShouldBeProblem("SERVICE_UNAVAILABLE");
    }

    [Theory]
    [InlineData("POST", "tasks", """{"title":"new"}""")]
    [InlineData("PUT", "tasks/{0}", """{"title":"changed"}""")]
    [InlineData("PATCH", "tasks/{0}/complete", null)]
    [InlineData("DELETE", "tasks/{0}", null)]
    public async Task A_write_that_fails_as_late_as_its_commit_is_not_acknowledged(string method, string path, string? body)
    {
        var connection = await api.Databases.CreateAsync();
        await using var instance = await TodoApi.HostAsync(connection);
        var ada = instance.NewUser();
        var id = await ada.CreateIdAsync("kept");
        await using var database = NpgsqlDataSource.Create(connection);
        await using var refuse = database.CreateCommand(
            """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION USING ERRCODE = ''40001''; END';
            CREATE CONSTRAINT TRIGGER refuse AFTER INSERT OR UPDATE OR DELETE ON tasks DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse();
            """);
        await refuse.ExecuteNonQueryAsync(Ct);

        var response = await ada.SendAsync(new(method), path.Replace("{0}", $"{id}", StringComparison.Ordinal), body);

        response.ShouldBeProblem("SERVICE_UNAVAILABLE");
        Assert.Equal(["kept"], await ada.TitlesAsync());
    }

    [Fact]
    public async Task Without_its_database_the_api_still_refuses_what_needs_none()
    {
        var database = await api.Databases.CreateAsync();
        await using var instance = await TodoApi.HostAsync(database);
        var ada = instance.NewUser();

        await api.Databases.DropAsync(database);

        var anonymous = await instance.GetAsync("/api/bob/tasks");
        var foreign = await ada.GetAsync("/api/bob/tasks");
        var invalid = await ada.PostAsync("""{"title":""}""");
        var malformed = await ada.PostAsync("{");
        var nothing = await instance.GetAsync("/nothing");

        anonymous.ShouldBeProblem("AUTH_REQUIRED");
        foreign.ShouldBeProblem("FORBIDDEN");
        invalid.ShouldBeInvalid("title");
        malformed.ShouldBeProblem("MALFORMED_REQUEST");
        nothing.ShouldBeProblem("NOT_FOUND");
    }
}
