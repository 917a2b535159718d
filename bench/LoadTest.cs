namespace Todo.Bench;

/// <summary>Every scenario on every target, in turns: what disturbs the machine disturbs neighbours alike.</summary>
internal sealed class LoadTest(Options options, IReadOnlyList<Target> targets, Fixtures fixtures, ThrowawayPostgres postgres)
{
    internal async Task<IReadOnlyList<Measurement>> RunAsync(CancellationToken ct)
    {
        await WarmUpAsync(ct);

        var measurements = new List<Measurement>();
        for (var round = 1; round <= options.Rounds; round++)
        {
            Progress.Say($"round {round} of {options.Rounds}");
            foreach (var (index, scenario) in options.Scenarios.Index())
            {
                // Who goes first changes: to come after the other may be of advantage.
                foreach (var place in Enumerable.Range(round + index, targets.Count))
                {
                    measurements.Add(await MeasureAsync(targets[place % targets.Count], scenario, round, ct));
                }
            }
        }

        return measurements;
    }

    /// <summary>Until the code is compiled at its best and the statements are prepared. A server that cannot serve this is not measured.</summary>
    private async Task WarmUpAsync(CancellationToken ct)
    {
        foreach (var scenario in options.Scenarios)
        {
            foreach (var target in targets)
            {
                Progress.Say($"warming up {target.Name}: {scenario.Name}");
                target.Server.EmptyLog();
                var load = await LoadAsync(target, scenario, options.Warmup, seed: 0, ct);
                if (load.Errors > 0 || load.Requests == 0)
                {
                    throw target.Server.Failure($"{load.Errors} errors in {load.Requests} requests of '{scenario.Name}' while warming up");
                }

                await TidyAsync(target, scenario, ct);
            }
        }
    }

    private async Task<Measurement> MeasureAsync(Target target, Scenario scenario, int round, CancellationToken ct)
    {
        target.Server.EmptyLog();
        try
        {
            var measurement = await Measurement.TakeAsync(
                target, scenario, round, () => LoadAsync(target, scenario, options.Seconds, seed: round, ct), postgres, ct);
            await TidyAsync(target, scenario, ct);
            return measurement;
        }
        catch (Exception e) when (e is BenchException or IOException)
        {
            throw target.Server.Failure($"'{scenario.Name}' could not be measured, {e.Message}");
        }
    }

    private Task<Load> LoadAsync(Target target, Scenario scenario, int seconds, int seed, CancellationToken ct) =>
        LoadGenerator.RunAsync(target.Server.Address, scenario, fixtures, options.Connections, seconds, seed, ct);

    private static async Task TidyAsync(Target target, Scenario scenario, CancellationToken ct)
    {
        if (scenario.Writes)
        {
            await Seeding.TidyAsync(target.Database, target.LastSeeded, ct);
        }
    }
}
