using Todo.Bench.Floor;

namespace Todo.Bench;

/// <summary>All that a run found out.</summary>
internal sealed record Results(
    Options Options, Machine Machine, DateTime Date, StartUp StartUp, IReadOnlyList<Measurement> Measurements, IReadOnlyList<Growth> Growth);

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

        var tokens = new Tokens();
        var (apiDatabase, floorDatabase) = (await postgres.CreateDatabaseAsync(Api, ct), await postgres.CreateDatabaseAsync(Floor, ct));
        await published.MigrateAsync(apiDatabase, tokens.Secret, ct);
        var lastSeeded = await SeedAsync(postgres, apiDatabase, floorDatabase, ct);
        var fixtures = await Fixtures.WriteAsync(apiDatabase, tokens, folder, ct);

        Progress.Say("starting the API, several times");
        var ready = await StartUp.TimeAsync(published, apiDatabase, tokens.Secret, ct);
        var (apiServer, _) = await published.StartAsync(apiDatabase, tokens.Secret, ct);
        await using var apiRuns = apiServer;
        var answers = await Samples.AskAsync(apiServer, fixtures, ct);
        var startUp = await StartUp.RestAsync(ready, apiServer, ct);

        await using var floorServer = await StartFloorAsync(floorDatabase, tokens, folder, ct);
        Samples.ThrowIfDifferent(answers, await Samples.AskAsync(floorServer, fixtures, ct));

        Target[] targets =
        [
            new(Api, apiServer, Api, apiDatabase, lastSeeded),
            new(Floor, floorServer, Floor, floorDatabase, lastSeeded),
        ];
        foreach (var target in targets)
        {
            // The samples have written, too.
            await Seeding.TidyAsync(target.Database, lastSeeded, ct);
        }

        var measurements = await new LoadTest(options, targets, fixtures, postgres).RunAsync(ct);
        var growth = options.Growth ? await Growth.MeasureAsync(apiServer, tokens, options.Rounds, ct) : [];
        return new Results(options, machine, DateTime.UtcNow, startUp, measurements, growth);
    }

    private static async Task<long> SeedAsync(ThrowawayPostgres postgres, string api, string floor, CancellationToken ct)
    {
        Progress.Say("filling the databases");
        await Seeding.SeedApiAsync(api, ct);
        await Seeding.CopyToFloorAsync(api, floor, ct);
        var last = await Seeding.LastIdAsync(api, ct);
        await Seeding.TidyAsync(api, last, ct);
        await Seeding.TidyAsync(floor, last, ct);
        await postgres.CheckpointAsync(ct);
        return last;
    }

    private static async Task<ServerProcess> StartFloorAsync(string database, Tokens tokens, TemporaryFolder folder, CancellationToken ct)
    {
        (string, string)[] settings = [(FloorServer.DatabaseVariable, database), (FloorServer.SecretVariable, tokens.Secret)];
        var (server, _) = await ServerProcess.StartAsync(Floor, [typeof(BenchRun).Assembly.Location, FloorServer.Argument], settings, folder, ct);
        return server;
    }
}
