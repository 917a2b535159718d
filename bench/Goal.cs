using System.Globalization;

namespace Todo.Bench;

/// <summary>What the API promises, against what was measured.</summary>
internal sealed record Goal(string Name, string Measured, bool? IsMet)
{
    private const double MaxGrowth = 1.5;
    private const double MaxMilliseconds = 150;
    private const double MaxP99 = 50;
    private const double MaxReady = 1.5;
    private const double MaxAtRest = 140;
    private const double MaxUnderLoad = 250;
    private const double MaxOfStreams = 100;
    private const double MaxStatementsOfStreams = 1.1;
    private const double MaxDelay = 1.1;

    /// <summary>CPU of the API to that of the floor.</summary>
    private static readonly (string Scenario, double Most)[] CpuRatios =
        [("get", 1.6), ("list", 1.6), ("filter", 1.6), ("search", 1.6), ("toggle", 2.1), ("update", 2.1), ("create", 2.1)];

    internal static IEnumerable<Goal> Of(Results results)
    {
        var table = new LoadTable(results.Measurements);
        return
        [
            .. CpuRatios.Where(goal => table.Has(goal.Scenario)).Select(goal => AtMost(
                $"CPU of `{goal.Scenario}` at most {goal.Most} x the floor's", table.Ratio(goal.Scenario, BenchRun.Floor, of => of.Cpu), goal.Most, "0.00", " x")),
            .. results.Options.Peers.SelectMany(peer => Beside(table, peer.Name)),
            Statements(results),
            .. results.Growth.Select(Growth),
            Worst(results, "p99 below {0} ms", MaxP99, of => of.Load.P99, "0.0", " ms"),
            AtMost("No errors", results.Measurements.Sum(of => of.Load.Errors), 0, "0", ""),
            AtMost($"Ready within {MaxReady} s", results.StartUp.Ready.TotalSeconds, MaxReady, "0.00", " s"),
            AtMost($"At most {MaxAtRest} MB at rest", results.StartUp.Resident / Report.Megabyte, MaxAtRest, "0", " MB"),
            Worst(results, "At most {0} MB under load", MaxUnderLoad, of => of.PeakMemory / Report.Megabyte, "0", " MB"),
            .. results.Streams is { } streams ? OfStreams(streams) : [],
        ];
    }

    private static Goal Statements(Results results)
    {
        const string Name = "One SQL statement per request";
        if (ApiOf(results).Any(of => of.Statements is null))
        {
            return new Goal(Name, "not counted: this PostgreSQL has no pg_stat_statements", null);
        }

        // wrk does not count the requests that are under way when it stops, at most one on each connection; their statements run all the same,
        // and may end only when those of the next measurement are counted.
        var worst = ApiOf(results).MaxBy(of => Math.Abs(of.StatementsPerRequest!.Value - 1))!;
        var isMet = ApiOf(results).All(of => of.Statements >= of.Load.Requests && of.Statements <= of.Load.Requests + (2 * results.Options.Connections));
        return new Goal(Name, $"{Text(worst.StatementsPerRequest!.Value, "0.00")} (`{worst.Scenario.Name}`)", isMet);
    }

    private static Goal Growth(Growth growth)
    {
        var (name, measured, most, unit) = growth.IsFlat
            ? ($"{growth.Question}: of 100,000 tasks at most {MaxGrowth} x as long as of 200", growth.Factor, MaxGrowth, " x")
            : ($"{growth.Question}: of 100,000 tasks at most {MaxMilliseconds} ms", growth.Milliseconds[^1], MaxMilliseconds, " ms");
        return measured is { } value ? AtMost(name, value, most, "0.0", unit) : new Goal(name, "errors", false);
    }

    private static IEnumerable<Goal> Beside(LoadTable table, string peer)
    {
        var (dearest, cpu) = table.Scenarios.Select(scenario => (scenario, table.Ratio(scenario, peer, of => of.Cpu))).MaxBy(of => of.Item2);
        yield return new Goal($"Less CPU than {peer} in every scenario", $"{Text(cpu, "0.00")} x (`{dearest}`)", cpu < 1);

        var (slowest, perSecond) = table.Scenarios.Select(scenario => (scenario, table.Ratio(scenario, peer, of => of.Load.PerSecond))).MinBy(of => of.Item2);
        yield return new Goal($"More requests/s than {peer} in every scenario", $"{Text(perSecond, "0.00")} x (`{slowest}`)", perSecond > 1);
    }

    // One query a second, and one more for what the seconds begin and end with; an event comes with the next of them.
    private static IEnumerable<Goal> OfStreams(Streams streams)
    {
        yield return AtMost($"{streams.Open} idle event streams in {MaxOfStreams} MB", streams.Memory / Report.Megabyte, MaxOfStreams, "0", " MB");
        if (streams.StatementsPerSecond is { } statements)
        {
            yield return AtMost("One SQL statement a second for all of them", statements, MaxStatementsOfStreams, "0.00", "");
        }

        yield return AtMost("An event within a second", streams.Delay.TotalSeconds, MaxDelay, "0.00", " s");
    }

    private static Goal Worst(Results results, string name, double most, Func<Measurement, double> value, string format, string unit)
    {
        // The median over the rounds, as in the table.
        var (scenario, worst) = ApiOf(results).GroupBy(of => of.Scenario.Name, of => value(of))
            .Select(group => (group.Key, Statistics.Median(group))).MaxBy(of => of.Item2);
        return new Goal(string.Format(CultureInfo.InvariantCulture, name, most), $"{Text(worst, format)}{unit} (`{scenario}`)", worst <= most);
    }

    private static Goal AtMost(string name, double measured, double most, string format, string unit) =>
        new(name, Text(measured, format) + unit, measured <= most);

    private static IEnumerable<Measurement> ApiOf(Results results) => results.Measurements.Where(of => of.Target == BenchRun.Api);

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
