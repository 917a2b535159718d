using System.Globalization;

namespace Todo.Bench;

/// <summary>What the API promises, against what was measured.</summary>
internal sealed record Goal(string Name, string Measured, bool? IsMet)
{
    private const double MaxCpuRatio = 1.5;
    private const double MaxGrowth = 1.5;
    private const double MaxSearchGrowth = 3;
    private const double MaxP99 = 50;
    private const double MaxReady = 1.5;
    private const double MaxAtRest = 120;
    private const double MaxUnderLoad = 250;

    private static readonly string[] CpuScenarios = ["get", "list", "filter", "toggle", "update"];

    internal static IEnumerable<Goal> Of(Results results)
    {
        var table = new LoadTable(results.Measurements);
        return
        [
            .. CpuScenarios.Where(table.Has).Select(scenario => AtMost(
                $"CPU of `{scenario}` at most {MaxCpuRatio} x the floor's", table.Ratio(scenario, of => of.Cpu), MaxCpuRatio, "0.00", " x")),
            Statements(results),
            .. results.Growth.Select(Growth),
            Worst(results, "p99 below {0} ms", MaxP99, of => of.Load.P99, "0.0", " ms"),
            AtMost("No errors", results.Measurements.Sum(of => of.Load.Errors), 0, "0", ""),
            AtMost($"Ready within {MaxReady} s", results.StartUp.Ready.TotalSeconds, MaxReady, "0.00", " s"),
            AtMost($"At most {MaxAtRest} MB at rest", results.StartUp.Resident / Report.Megabyte, MaxAtRest, "0", " MB"),
            Worst(results, "At most {0} MB under load", MaxUnderLoad, of => of.PeakMemory / Report.Megabyte, "0", " MB"),
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
        var most = growth.IsSearch ? MaxSearchGrowth : MaxGrowth;
        var name = $"{growth.Question}: of 100,000 tasks at most {most} x as long as of 200";
        return growth.Factor is { } factor ? AtMost(name, factor, most, "0.0", " x") : new Goal(name, "errors", false);
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
