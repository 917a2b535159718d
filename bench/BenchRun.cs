using Todo.Bench.Floor;

namespace Todo.Bench;

/// <summary>All that a run found out.</summary>
internal sealed record Results(
    Options Options, Machine Machine, DateTime Date, StartUp StartUp, IReadOnlyList<Measurement> Measurements, IReadOnlyList<Growth> Growth, Streams? Streams)
{
    /// <summary>What the API is compared with.</summary>
    internal IEnumerable<string> Others => [BenchRun.Floor, .. Options.Peers.Select(peer => peer.Name)];
}

/// <summary>The whole run, from nothing to figures; whatever it starts ends with it.</summary>
internal static class BenchRun
{
    internal const string Api = "api";
    internal const string Floor = "floor";

    internal static async Task<Results> RunAsync(Options options, CancellationToken ct)
    {
        await Requirements.CheckAsync(ct);
        using var folder = new TemporaryFolder();

        Progress.Say("publishing the API");
        var published = await PublishedApi.PublishAsync(folder, ct);

        Progress.Say("starting PostgreSQL");
        await using var postgres = await ThrowawayPostgres.StartAsync(folder, ct);
        var machine = await Machine.DescribeAsync(published, postgres, ct);

        Progress.Say("filling the API's database");
        var tokens = new Tokens();
        var database = await postgres.CreateDatabaseAsync(Api, ct);
        await published.MigrateAsync(database, tokens.Secret, ct);
        await Seeding.SeedApiAsync(database, ct);
        var lastSeeded = await Seeding.LastIdAsync(database, ct);
        await Seeding.TidyAsync(database, lastSeeded, ct);
        await postgres.CheckpointAsync(ct);
        var fixtures = await Fixtures.WriteAsync(database, tokens, folder, ct);

        Progress.Say("starting the API, several times");
        var ready = await StartUp.TimeAsync(published, database, tokens.Secret, ct);
        var (api, _) = await published.StartAsync(database, tokens.Secret, ct);
        List<Target> targets = [new(Api, api, Api, database, lastSeeded)];
        try
        {
            targets.Add(await StartFloorAsync(postgres, targets[0], tokens, folder, ct));
            foreach (var peer in options.Peers)
            {
                targets.Add(await StartPeerAsync(peer, $"peer{targets.Count - 1}", postgres, targets[0], tokens, folder, ct));
            }

            var answers = await Samples.AskAsync(api, fixtures, ct);
            var startUp = await StartUp.RestAsync(ready, api, ct);
            foreach (var other in targets.Skip(1))
            {
                Samples.ThrowIfDifferent(answers, other.Name, await Samples.AskAsync(other.Server, fixtures, ct));
            }

            foreach (var target in targets)
            {
                // The samples have written, too.
                await Seeding.TidyAsync(target.Database, lastSeeded, ct);
            }

            await postgres.CheckpointAsync(ct);
            var measurements = await new LoadTest(options, targets, fixtures, postgres).RunAsync(ct);
            var growth = options.Growth ? await Growth.MeasureAsync(api, tokens, options.Rounds, ct) : [];
            var streams = options.Streams ? await MeasureStreamsAsync(published, postgres, targets[0], tokens, fixtures, ct) : null;
            return new Results(options, machine, DateTime.UtcNow, startUp, measurements, growth, streams);
        }
        finally
        {
            foreach (var target in targets)
            {
                await target.Server.DisposeAsync();
            }
        }
    }

    /// <summary>On an instance of their own: one that was under load has memory to spare.</summary>
    private static async Task<Streams> MeasureStreamsAsync(
        PublishedApi published, ThrowawayPostgres postgres, Target api, Tokens tokens, Fixtures fixtures, CancellationToken ct)
    {
        var (server, _) = await published.StartAsync(api.Database, tokens.Secret, ct);
        await using (server)
        {
            await Samples.AskAsync(server, fixtures, ct);
            return await Streams.MeasureAsync(server, Api, postgres, fixtures, ct);
        }
    }

    private static async Task<Target> StartFloorAsync(
        ThrowawayPostgres postgres, Target api, Tokens tokens, TemporaryFolder folder, CancellationToken ct)
    {
        Progress.Say("starting the floor");
        var database = await postgres.CreateDatabaseAsync(Floor, ct);
        await Seeding.CopyToFloorAsync(api.Database, database, ct);
        (string, string)[] settings = [(FloorServer.DatabaseVariable, database), (FloorServer.SecretVariable, tokens.Secret)];
        var (server, _) = await ServerProcess.StartAsync(Floor, ["dotnet", typeof(BenchRun).Assembly.Location, FloorServer.Argument], settings, folder, ct);
        return new Target(Floor, server, Floor, database, api.LastSeeded);
    }

    private static async Task<Target> StartPeerAsync(
        Peer peer, string databaseName, ThrowawayPostgres postgres, Target api, Tokens tokens, TemporaryFolder folder, CancellationToken ct)
    {
        Progress.Say($"starting {peer.Name}");
        var database = await postgres.CreateDatabaseAsync(databaseName, ct);
        await Seeding.CopyToPeerAsync(api.Database, database, ct);
        (string, string)[] settings = [("DATABASE_URL", Sql.UrlOf(database)), ("BETTER_AUTH_SECRET", tokens.Secret)];
        var (server, _) = await ServerProcess.StartAsync(peer.Name, ["/bin/sh", "-c", peer.Command], settings, folder, ct);
        return new Target(peer.Name, server, databaseName, database, api.LastSeeded);
    }
}
