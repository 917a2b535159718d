using Npgsql;
using Todo.Api.Limits;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Limits;

public sealed class OverloadTests(TodoApi api)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task More_requests_than_can_be_served_are_told_at_once_that_the_service_is_busy()
    {
        var database = await api.Databases.CreateAsync();
        await using var instance = await TodoApi.HostAsync(database);
        var ada = instance.NewUser();
        await ada.CreateIdAsync();

        // The table is locked, so requests pile up.
        await using var blocker = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database) { Pooling = false }.ConnectionString);
        await blocker.OpenAsync(Ct);
        await using var transaction = await blocker.BeginTransactionAsync(Ct);
        await using var command = new NpgsqlCommand("LOCK TABLE tasks", blocker, transaction);
        await command.ExecuteNonQueryAsync(Ct);

        var requests = Enumerable.Range(0, LimitsSetup.MaxConcurrentRequests + 50).Select(_ => ada.GetAsync("tasks")).ToArray();
        var refused = await await Task.WhenAny(requests);
        var problem = refused.ShouldBeProblem("SERVICE_UNAVAILABLE");
        Assert.StartsWith("The service is busy", problem.Text("detail"), StringComparison.Ordinal);
        Assert.NotNull(refused.Header("Retry-After"));

        // Now as many are in flight as there may be: monitoring would otherwise restart a process that is only busy.
        var live = await instance.Scenario(_ => _.Get.Url("/health/live")).WaitAsync(TimeSpan.FromSeconds(1), Ct);
        Assert.Equal(200, live.Status());

        await transaction.RollbackAsync(Ct);
        Assert.All(await Task.WhenAll(requests), response => Assert.True(response.Status() is 200 or 503));
        Assert.Single(await ada.ListAsync());
    }
}
