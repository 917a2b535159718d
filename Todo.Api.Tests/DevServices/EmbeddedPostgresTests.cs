using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Todo.Api.DevServices;
using static Todo.Api.Tests.DevServices.PostgresFolder;

namespace Todo.Api.Tests.DevServices;

[Collection(nameof(PostgresFolder))]
public sealed class EmbeddedPostgresTests(PostgresFolder folder)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keeps_the_data_over_a_restart()
    {
        await using (var first = await folder.StartAsync())
        {
            await AskAsync(first, "CREATE TABLE kept AS SELECT 'kept' AS body");
        }

        await using var second = await folder.StartAsync();

        Assert.Equal("kept", await AskAsync(second, "SELECT body FROM kept"));
    }

    [Fact]
    public async Task Is_one_server_for_all_who_start_at_once_and_stops_with_the_last_of_them()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(folder.StartAsync)));
        Assert.Single(all.Select(postgres => (postgres.ConnectionString, postgres.Version)).Distinct());

        foreach (var postgres in all[..3])
        {
            await postgres.DisposeAsync();
            await postgres.DisposeAsync();
            Assert.Equal(1, await AskAsync(all[3], "SELECT 1"));
        }

        await all[3].DisposeAsync();
        Assert.Empty(Listeners(all[0].Port));
        Assert.False(File.Exists(folder.PidFile));
    }

    [Fact]
    public async Task Joins_a_server_that_a_killed_process_left_behind()
    {
        // A process that is killed says no goodbye: its locks are gone, its server runs on.
        await using var first = await folder.StartAsync();
        File.Delete(Path.Combine(folder.Path, "use.lock"));
        File.Delete(Path.Combine(folder.Path, "start.lock"));
        var server = folder.ServerId();

        await using (var next = await folder.StartAsync())
        {
            Assert.Equal(first.ConnectionString, next.ConnectionString);
            Assert.Equal(server, folder.ServerId());
        }

        Assert.Empty(Listeners(first.Port));
    }

    [Fact]
    public async Task Starts_again_after_the_server_was_killed()
    {
        await using var killed = await folder.StartAsync();
        await AskAsync(killed, "CREATE TABLE survives AS SELECT 'kept' AS body");
        folder.KillServer();

        await using var next = await folder.StartAsync();

        Assert.Equal("kept", await AskAsync(next, "SELECT body FROM survives"));
    }

    [Fact]
    public async Task Starts_despite_the_pid_file_of_a_server_that_is_gone()
    {
        await using (await folder.StartAsync())
        {
        }

        // The id now belongs to another program: to this very process.
        var file = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n{folder.Data}\n1700000000\n1\n\n127.0.0.1\n0 0\nready   \n");
        await File.WriteAllTextAsync(folder.PidFile, file, Ct);

        await using var next = await folder.StartAsync();

        Assert.Equal(1, await AskAsync(next, "SELECT 1"));
    }

    [Fact]
    public async Task Takes_another_port_only_when_the_last_one_is_taken()
    {
        int port;
        await using (var first = await folder.StartAsync())
        {
            port = first.Port;
        }

        await using (var second = await folder.StartAsync())
        {
            Assert.Equal(port, second.Port);
        }

        using var squatter = new TcpListener(IPAddress.Loopback, port);
        squatter.Start();
        await using var third = await folder.StartAsync();

        Assert.NotEqual(port, third.Port);
        Assert.Equal(1, await AskAsync(third, "SELECT 1"));
    }

    [Fact]
    public async Task Says_which_log_to_read_when_the_server_does_not_start()
    {
        await using (await folder.StartAsync())
        {
        }

        var settings = Path.Combine(folder.Data, "postgresql.conf");
        var right = await File.ReadAllTextAsync(settings, Ct);
        await File.WriteAllTextAsync(settings, right + "no_such_setting = 1\n", Ct);
        try
        {
            var failure = await Assert.ThrowsAsync<DevServicesException>(folder.StartAsync);

            Assert.Contains(folder.Log, failure.Message, StringComparison.Ordinal);
            Assert.Contains("no_such_setting", await File.ReadAllTextAsync(folder.Log, Ct), StringComparison.Ordinal);
        }
        finally
        {
            await File.WriteAllTextAsync(settings, right, Ct);
        }
    }
}
