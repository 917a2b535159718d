using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Todo.Api.DevServices;

namespace Todo.Api.Tests.DevServices;

public sealed class PostgresWatcherTests(PostgresFolder folder) : IClassFixture<PostgresFolder>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Brings_a_killed_server_back_once_and_tells_all_who_share_it()
    {
        await using var one = await folder.StartAsync();
        await using var other = await folder.StartAsync();
        await using var oneWatched = await WatchAsync(one);
        await using var otherWatched = await WatchAsync(other);
        var starts = Starts();

        folder.KillServer();
        foreach (var watched in new[] { oneWatched, otherWatched })
        {
            Assert.StartsWith("Warning: PostgreSQL ended while", await watched.SaysAsync(), StringComparison.Ordinal);

            // The pool held connections to the server before.
            for (var request = 0; request < 10; request++)
            {
                Assert.Equal(1, await watched.AskAsync());
            }
        }

        Assert.Equal(starts + 1, Starts());
    }

    [Fact]
    public async Task Says_what_to_do_when_the_port_was_taken_meanwhile()
    {
        await using var postgres = await folder.StartAsync();
        folder.KillServer();
        using var squatter = new TcpListener(IPAddress.Loopback, postgres.Port);
        while (!TryListen(squatter))
        {
            await Task.Delay(10, Ct);
        }

        await using var watched = await WatchAsync(postgres, isUp: false);

        var line = await watched.SaysAsync();
        Assert.StartsWith("Error: PostgreSQL ended and is not back yet", line, StringComparison.Ordinal);
        Assert.Contains("start the API again", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_application_needs_nothing_else_to_have_it()
    {
        var services = new ServiceCollection().AddLogging();
        await using var postgres = await services.StartPostgresAsync(folder.Path);
        await using var application = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true });

        Assert.IsType<PostgresWatcher>(Assert.Single(application.GetServices<IHostedService>()));
    }

    private static async Task<Watched> WatchAsync(EmbeddedPostgres postgres, bool isUp = true)
    {
        var watched = new Watched(postgres);
        await watched.StartAsync(isUp);
        return watched;
    }

    private static bool TryListen(TcpListener listener)
    {
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private int Starts()
    {
        // The server writes there.
        using var log = new StreamReader(new FileStream(folder.Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return Regex.Count(log.ReadToEnd(), "ready to accept connections");
    }

    /// <summary>What an API has of it: a pool and a watcher.</summary>
    private sealed class Watched(EmbeddedPostgres postgres) : ILogger<PostgresWatcher>, IAsyncDisposable
    {
        private readonly string _name = Guid.NewGuid().ToString();
        private PostgresWatcher? _watcher;

        internal ConcurrentQueue<string> Lines { get; } = [];

        internal async Task StartAsync(bool isUp)
        {
            if (isUp)
            {
                await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => AskAsync("SELECT pg_sleep(0.1)")));
            }

            _watcher = new PostgresWatcher(postgres, this);
            await _watcher.StartAsync(Ct);
        }

        internal async Task<object?> AskAsync(string sql = "SELECT 1")
        {
            // The pool of this one is a pool of this test.
            await using var connection = new NpgsqlConnection($"{postgres.ConnectionString};Application Name={_name}");
            await connection.OpenAsync(Ct);
            await using var command = new NpgsqlCommand(sql, connection);
            return await command.ExecuteScalarAsync(Ct);
        }

        internal async Task<string> SaysAsync()
        {
            for (var waiting = Stopwatch.StartNew(); Lines.IsEmpty; await Task.Delay(20, Ct))
            {
                Assert.True(waiting.Elapsed < Patience, "The watcher said nothing.");
            }

            return Assert.Single(Lines);
        }

        public async ValueTask DisposeAsync()
        {
            await _watcher!.StopAsync(Ct);
            _watcher.Dispose();
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{logLevel}: {formatter(state, exception)}");
    }
}
