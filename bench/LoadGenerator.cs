using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Todo.Api.DevServices;

namespace Todo.Bench;

/// <summary>What a run of the generator saw. Times in milliseconds.</summary>
internal sealed record Load(long Requests, double Seconds, double P50, double P99, long Errors)
{
    internal double PerSecond => Requests / Seconds;
}

/// <summary>Runs wrk, which makes the load. One thread of it: the cores belong to what is measured.</summary>
internal static class LoadGenerator
{
    internal const string Program = "wrk";

    private const string ResultMark = "result ";

    private static readonly string Scripts = Path.Combine(AppContext.BaseDirectory, "Scenarios");

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>A scenario with random users and tasks. The same seed draws the same ones.</summary>
    internal static Task<Load> RunAsync(Uri server, Scenario scenario, Fixtures fixtures, int connections, int seconds, int seed, CancellationToken ct) =>
        RunAsync(connections, seconds, ["-s", "load.lua", server.ToString(), "--", scenario.Name, fixtures.File, Text(seed)], ct);

    /// <summary>The same request again and again, one at a time.</summary>
    internal static Task<Load> RepeatAsync(Uri address, string token, int seconds, CancellationToken ct) =>
        RunAsync(connections: 1, seconds, ["-s", "result.lua", "-H", $"Authorization: Bearer {token}", address.AbsoluteUri], ct);

    private static async Task<Load> RunAsync(int connections, int seconds, string[] arguments, CancellationToken ct)
    {
        string[] common = ["-t", "1", "-c", Text(connections), "-d", $"{seconds}s", "--timeout", "10s"];
        var wrk = new ProcessStartInfo(Program, [.. common, .. arguments]) { WorkingDirectory = Scripts };
        var (succeeded, output) = await Command.RunAsync(wrk, ct);
        var result = output.Split('\n').LastOrDefault(line => line.StartsWith(ResultMark, StringComparison.Ordinal));
        return succeeded && result is not null
            ? JsonSerializer.Deserialize<Load>(result[ResultMark.Length..], Json)!
            : throw new BenchException($"wrk failed: {output.Trim()}");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
