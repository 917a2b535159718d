using System.Net;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Operations;

/// <summary>
/// With a DATABASE_READ_URL. Where a list was read from is seen with a change that leaves no row in the log: a replica that was paused before it does not
/// have it, and does not miss it.
/// </summary>
public sealed class ReadReplicaTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_user_sees_every_write_of_theirs_at_every_instance_while_the_replica_is_behind()
    {
        await using var primary = await OwnPostgres.RunAsync();
        await using var replica = await primary.RunStandbyAsync();
        await using var first = await StartAsync(primary, replica);
        await using var second = await StartAsync(primary, replica);
        var (ada, elsewhere) = (first.NewUser("ada"), second.NewUser("ada"));
        var (grace, id) = (second.NewUser("grace"), await ada.CreateIdAsync("milk"));
        await grace.CreateIdAsync("tea");
        await ReadFromReplicaAsync(primary, replica, ada);

        // What grace does not see was done behind the back of the log.
        await ReadFromReplicaAsync(primary, replica, grace, resume: false);
        await ada.PatchAsync(id, new { title = "oat milk" });
        Assert.Equal(["oat milk"], await elsewhere.TitlesAsync());
        Assert.Equal(["oat milk"], await elsewhere.TitlesAsync("?search=oat&count=true"));
        Assert.Equal(2, (await elsewhere.HistoryAsync(id)).Length);
        await elsewhere.DeleteAsync(id);
        Assert.Empty(await ada.ListAsync());
        using var trash = await ada.SendAsync(HttpMethod.Get, "trash");
        Assert.Single((await trash.JsonAsync()).EnumerateArray());

        await replica.ExecuteAsSuperuserAsync("SELECT pg_wal_replay_resume()");
        await ReadFromReplicaAsync(primary, replica, grace);
    }

    [Fact]
    public async Task No_list_is_older_than_the_write_before_it_while_the_replica_follows_as_it_does()
    {
        await using var primary = await OwnPostgres.RunAsync();
        await using var replica = await primary.RunStandbyAsync();
        await using var first = await StartAsync(primary, replica);
        await using var second = await StartAsync(primary, replica);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(n => Task.Run(async () =>
        {
            var (here, there) = (first.NewUser($"user-{n}"), second.NewUser($"user-{n}"));
            var id = await here.CreateIdAsync("0");
            for (var round = 1; round <= 100; round++)
            {
                await here.PatchAsync(id, new { title = $"{round}" });
                Assert.Equal([$"{round}"], await there.TitlesAsync());
                (here, there) = (there, here);
            }
        }, Ct)));
    }

    [Fact]
    public async Task A_replica_that_is_away_is_no_error_and_is_used_again_when_it_is_back()
    {
        await using var primary = await OwnPostgres.RunAsync();
        await using var replica = await primary.RunStandbyAsync();
        await using var api = await StartAsync(primary, replica);
        var ada = api.NewUser();
        await ada.CreateIdAsync("milk");
        await ReadFromReplicaAsync(primary, replica, ada);

        await replica.SignalAsync("STOP");
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ada.ListAsync())), list => Assert.Single(list));
        await replica.SignalAsync("CONT");
        await ReadFromReplicaAsync(primary, replica, ada);

        await replica.StopAsync();
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ada.ListAsync())), list => Assert.Single(list));
        await ada.CreateIdAsync("bread");
        Assert.Equal(2, (await ada.ListAsync()).Length);

        using var ready = await api.NewClient().GetAsync("/health/ready", Ct);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        await replica.StartAsync();
        await ReadFromReplicaAsync(primary, replica, ada);
    }

    private static Task<ApiInstance> StartAsync(OwnPostgres primary, OwnPostgres replica) =>
        TodoApi.StartAsync(primary.ConnectionString, ("DATABASE_READ_URL", replica.ConnectionString));

    /// <summary>Waits until lists of this user are read from the replica.</summary>
    private static async Task ReadFromReplicaAsync(OwnPostgres primary, OwnPostgres replica, WireUser user, bool resume = true)
    {
        var before = await user.TitlesAsync();
        var position = await primary.ExecuteAsSuperuserAsync("SELECT pg_current_wal_insert_lsn()::text");
        while (await replica.ExecuteAsSuperuserAsync($"SELECT pg_last_wal_replay_lsn() >= '{position}'") is false)
        {
            await Task.Delay(20, Ct);
        }

        await replica.ExecuteAsSuperuserAsync("SELECT pg_wal_replay_pause()");
        while (await replica.ExecuteAsSuperuserAsync("SELECT pg_get_wal_replay_pause_state()") is not "paused")
        {
            await Task.Delay(20, Ct);
        }

        await primary.ExecuteAsSuperuserAsync($"SET session_replication_role = replica; UPDATE tasks SET title = title || '!' WHERE user_id = '{user.Id}'");
        while (!(await user.TitlesAsync()).SequenceEqual(before))
        {
            await Task.Delay(50, Ct);
        }

        await primary.ExecuteAsSuperuserAsync($"SET session_replication_role = replica; UPDATE tasks SET title = rtrim(title, '!') WHERE user_id = '{user.Id}'");
        if (resume)
        {
            await replica.ExecuteAsSuperuserAsync("SELECT pg_wal_replay_resume()");
        }
    }
}
