using System.Diagnostics;
using Npgsql;
using Todo.Api.Tests.Support;
using Todo.Api.Tests.Wire;

namespace Todo.Api.Tests.Operations;

/// <summary>What open streams cost the database, and what becomes of them while it is away.</summary>
public sealed class EventStreamsTests(TodoApi api)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_streams_together_ask_once_a_second_and_not_at_all_without_any()
    {
        var connection = await api.Databases.CreateAsync();
        using var queries = new PollerQueries(new NpgsqlConnectionStringBuilder(connection).Database!);
        await using var instance = await TodoApi.StartAsync(connection);
        var users = Enumerable.Range(0, 5).Select(_ => instance.NewUser()).ToArray();
        var streams = new List<EventStream>();
        foreach (var user in users)
        {
            await user.CreateIdAsync();
            streams.Add(await EventStream.OpenAsync(user.Client));
        }

        await EventsAsync();
        var (start, before) = (Stopwatch.GetTimestamp(), queries.Count);
        for (var round = 0; round < 3; round++)
        {
            await EventsAsync();
        }

        Assert.InRange(queries.Count - before, 1, Stopwatch.GetElapsedTime(start).TotalSeconds + 1);

        foreach (var stream in streams)
        {
            await stream.DisposeAsync();
        }

        await QuietAsync();

        async Task EventsAsync()
        {
            foreach (var user in users)
            {
                await user.CreateIdAsync();
            }

            foreach (var stream in streams)
            {
                Assert.NotNull(await stream.NextAsync());
            }
        }

        // Eventually nothing is asked any more, for longer than there is between two queries.
        async Task QuietAsync()
        {
            for (var last = -1; last != queries.Count;)
            {
                last = queries.Count;
                await Task.Delay(TimeSpan.FromSeconds(3), Ct);
            }
        }
    }

    [Fact]
    public async Task Streams_outlive_an_outage_and_it_is_one_line_in_the_log()
    {
        await using var postgres = await OwnPostgres.RunAsync();
        var (process, client) = await TodoProcess.ServeAsync(
            [("DATABASE_URL", postgres.ConnectionString), ("BETTER_AUTH_SECRET", TodoApi.Secret), ("DATABASE_CONNECT_TIMEOUT_SECONDS", "1"), ("DATABASE_STATEMENT_TIMEOUT_MS", "1000")]);
        await using var _ = process;
        using var ofAda = new HttpClient { BaseAddress = new Uri(client.BaseAddress!, "/api/ada/"), DefaultRequestHeaders = { Authorization = new("Bearer", Tokens.For("ada")) } };
        var ada = new WireUser("ada", ofAda);
        await ada.CreateIdAsync();
        await using var stream = await EventStream.OpenAsync(ofAda);

        await postgres.StopAsync();
        while (!process.Output.Contains("Events wait", StringComparison.Ordinal))
        {
            await Task.Delay(50, Ct);
        }

        await Task.Delay(TimeSpan.FromSeconds(3), Ct);
        await postgres.StartAsync();
        var id = await ada.CreateIdAsync();

        Assert.Equal(id, (await stream.NextAsync())!.TaskId);
        Assert.Single(process.Output.Split('\n'), line => line.Contains("Events wait", StringComparison.Ordinal));
    }

    /// <summary>Counts what streams ask of a database, as Npgsql tells of each command.</summary>
    private sealed class PollerQueries : IDisposable
    {
        private readonly ActivityListener _listener;
        private int _count;

        internal PollerQueries(string database)
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == "Npgsql",
                Sample = (ref _) => ActivitySamplingResult.AllData,
                ActivityStopped = command =>
                {
                    var tags = command.Tags.Select(tag => tag.Value).OfType<string>().ToArray();
                    if (Array.Exists(tags, tag => tag.Contains(database, StringComparison.Ordinal)) && Array.Exists(tags, tag => tag.Contains("unnest", StringComparison.Ordinal)))
                    {
                        Interlocked.Increment(ref _count);
                    }
                },
            };
            ActivitySource.AddActivityListener(_listener);
        }

        internal int Count => Volatile.Read(ref _count);

        public void Dispose() => _listener.Dispose();
    }
}
