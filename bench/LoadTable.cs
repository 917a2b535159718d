namespace Todo.Bench;

/// <summary>The measurements of a run, condensed: medians over the rounds.</summary>
internal sealed class LoadTable(IReadOnlyList<Measurement> measurements)
{
    internal IEnumerable<string> Scenarios => measurements.Select(of => of.Scenario.Name).Distinct();

    internal bool Has(string scenario) => Scenarios.Contains(scenario);

    internal IReadOnlyList<Measurement> Of(string scenario, string target) =>
        [.. measurements.Where(of => of.Scenario.Name == scenario && of.Target == target).OrderBy(of => of.Round)];

    internal double Ratio(string scenario, string other, Func<Measurement, double> value) => Statistics.Median(Ratios(scenario, other, value));

    /// <summary>API to another target, round by round: what disturbed one of the two in a round most likely disturbed the other.</summary>
    internal IReadOnlyList<double> Ratios(string scenario, string other, Func<Measurement, double> value) =>
        [.. Of(scenario, BenchRun.Api).Zip(Of(scenario, other), (api, beside) => value(api) / value(beside))];
}
