using System.Net;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Errors;

public sealed class OutageTests(TodoApi api)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_its_database_the_api_asks_to_come_back_later()
    {
        var database = await api.Databases.CreateAsync();
        await using var instance = await TodoApi.StartAsync(database);
        var ada = instance.NewUser();
        await ada.CreateIdAsync();

        await api.Databases.DropAsync(database);

        foreach (var (method, path, body) in ((string, string, string?)[])
            [("GET", "tasks", null), ("GET", "tasks?count=true", null), ("POST", "tasks", """{"title":"x"}"""), ("PUT", "tasks/1", """{"title":"x"}"""), ("PATCH", "tasks/1/complete", null), ("DELETE", "tasks/1", null)])
        {
            using var response = await ada.SendAsync(new(method), path, body);
            await response.AssertProblemAsync(HttpStatusCode.ServiceUnavailable, "SERVICE_UNAVAILABLE");
            Assert.True(response.Headers.RetryAfter?.Delta > TimeSpan.Zero);
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
