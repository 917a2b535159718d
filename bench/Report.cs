using System.Globalization;

namespace Todo.Bench;

/// <summary>The figures as Markdown.</summary>
internal static class Report
{
    internal const double Megabyte = 1_000_000;

    internal static string Write(Results results)
    {
        var table = new LoadTable(results.Measurements);
        string[] sections =
        [
            "# Results of the bench",
            $"Written by `dotnet run -c Release --project bench`; [README.md](README.md) tells how to read it. Only the part between the marks is by hand.",
            ResultsFile.Notes(),
            Circumstances(results),
            "## Goals",
            MarkdownTable.Of(3, ["", "goal", "measured"], Goal.Of(results).Select(goal => new[] { Word(goal.IsMet), goal.Name, goal.Measured })),
            "## Start and rest",
            StartUp(results.StartUp),
            .. results.Streams is { } streams ? ["## Event streams", Streams(streams)] : Array.Empty<string>(),
            "## Load",
            Load(table, results),
            "The API against the others, medians of the ratios within each round, in parentheses the lowest and the highest. Below 1 the API takes less, or serves less.",
            Ratios(table, results),
            .. results.Growth.Count == 0 ? [] : new[]
            {
                "## Growth",
                "Milliseconds (p50) at one connection, by the number of tasks that the user has.",
                Growth(results.Growth),
            },
        ];
        return string.Join("\n\n", sections) + "\n";
    }

    private static string Circumstances(Results results)
    {
        var (options, machine) = (results.Options, results.Machine);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            - {results.Date:yyyy-MM-dd}, commit {machine.Commit}
            - {machine.Hardware}; {machine.System}
            - {machine.Software}
            - {options.Rounds} rounds of {options.Seconds} s at {options.Connections} connections after {options.Warmup} s of warm-up for each scenario and target
            - API, PostgreSQL and wrk share the machine, so requests per second are those of all three together; CPU per request is the steadier figure
            """);
    }

    private static string StartUp(StartUp start) => MarkdownTable.Of(
        1,
        ["", "value"],
        [
            ["from start to ready (median of 5)", $"{Text(start.Ready.TotalSeconds, "0.00")} s"],
            ["memory at rest, resident", $"{Text(start.Resident / Megabyte, "0")} MB"],
            ["memory at rest, proportional", $"{Text(start.Proportional / Megabyte, "0")} MB"],
        ]);

    private static string Streams(Streams streams) => MarkdownTable.Of(
        1,
        ["", "value"],
        [
            ["open, each of a user of its own", Text(streams.Open, "N0")],
            ["memory that they take, resident", $"{Text(streams.Memory / Megabyte, "0")} MB"],
            ["statements a second for all of them", streams.StatementsPerSecond is { } statements ? Text(statements, "0.00") : "-"],
            ["from sending a write to its event (median)", $"{Text(streams.Delay.TotalSeconds, "0.00")} s"],
        ]);

    private static string Load(LoadTable table, Results results) => MarkdownTable.Of(
        2,
        ["scenario", "target", "requests/s", "p50 ms", "p99 ms", "CPU ms/request", "PostgreSQL CPU ms/request", "statements/request", "memory MB", "errors"],
        from scenario in table.Scenarios
        from target in results.Others.Prepend(BenchRun.Api)
        let all = table.Of(scenario, target)
        select new[]
        {
            scenario,
            target,
            Median(all, of => of.Load.PerSecond, "0"),
            Median(all, of => of.Load.P50, "0.0"),
            Median(all, of => of.Load.P99, "0.0"),
            Median(all, of => of.Cpu, "0.000"),
            Median(all, of => of.PostgresCpu, "0.000"),
            all.All(of => of.Statements is null) ? "-" : Median(all, of => of.StatementsPerRequest!.Value, "0.00"),
            Text(all.Max(of => of.PeakMemory) / Megabyte, "0"),
            Text(all.Sum(of => of.Load.Errors), "0"),
        });

    private static string Ratios(LoadTable table, Results results) => MarkdownTable.Of(
        2,
        ["scenario", "against", "CPU", "PostgreSQL CPU", "requests/s", "p50", "p99"],
        from scenario in table.Scenarios
        from other in results.Others
        select new[]
        {
            scenario,
            other,
            Spread(table.Ratios(scenario, other, of => of.Cpu)),
            Spread(table.Ratios(scenario, other, of => of.PostgresCpu)),
            Spread(table.Ratios(scenario, other, of => of.Load.PerSecond)),
            Spread(table.Ratios(scenario, other, of => of.Load.P50)),
            Spread(table.Ratios(scenario, other, of => of.Load.P99)),
        });

    private static string Growth(IReadOnlyList<Growth> growth) => MarkdownTable.Of(
        1,
        ["question", .. Seeding.ScaleSizes.Select(size => $"{size.ToString("N0", CultureInfo.InvariantCulture)} tasks"), "100,000 / 200"],
        growth.Select(row => new[] { row.Question }
            .Concat(row.Milliseconds.Select(value => value is { } milliseconds ? Text(milliseconds, "0.00") : "errors"))
            .Append(row.Factor is { } factor ? Text(factor, "0.0") + " x" : "-")
            .ToArray()));

    private static string Median(IEnumerable<Measurement> measurements, Func<Measurement, double> value, string format) =>
        Text(Statistics.Median(measurements.Select(value)), format);

    private static string Spread(IReadOnlyList<double> ratios) =>
        $"{Text(Statistics.Median(ratios), "0.00")} ({Text(ratios.Min(), "0.00")}-{Text(ratios.Max(), "0.00")})";

    private static string Word(bool? isMet) => isMet switch { true => "met", false => "**missed**", null => "-" };

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
