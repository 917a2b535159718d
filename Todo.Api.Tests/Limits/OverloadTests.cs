using System.Net;
using Npgsql;
using Todo.Api.Limits;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Http;

public sealed class OverloadTests(TodoApi api)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task More_requests_than_can_be_served_are_told_at_once_that_the_service_is_busy()
    {
        var database = await api.Databases.CreateAsync();
        await using var instance = await TodoApi.StartAsync(database);
        var ada = instance.NewUser();
        await ada.CreateIdAsync();

        // Nobody gets at the table, so requests pile up.
        await using var blocker = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database) { Pooling = false }.ConnectionString);
        await blocker.OpenAsync(Ct);
        await using var transaction = await blocker.BeginTransactionAsync(Ct);
        await using var command = new NpgsqlCommand("LOCK TABLE tasks", blocker, transaction);
        await command.ExecuteNonQueryAsync(Ct);

        var requests = Enumerable.Range(0, OverloadLimit.MaxRequests + 50).Select(_ => ada.Client.GetAsync("tasks", Ct)).ToArray();
        var refused = await await Task.WhenAny(requests);
        var problem = await refused.AssertProblemAsync(HttpStatusCode.ServiceUnavailable, "SERVICE_UNAVAILABLE");
        Assert.StartsWith("The service is busy", problem.Text("detail"), StringComparison.Ordinal);
        Assert.NotNull(refused.Headers.RetryAfter);

        await transaction.RollbackAsync(Ct);
        Assert.All(await Task.WhenAll(requests), response => Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable));
        Assert.Single(await ada.ListAsync());
    }
}
