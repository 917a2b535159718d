using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Todo.Api.DevServices;

namespace Todo.Bench;

/// <summary>What the figures were measured on and with.</summary>
internal sealed record Machine(string Hardware, string System, string Software, string Commit)
{
    internal static async Task<Machine> DescribeAsync(PublishedApi api, ThrowawayPostgres postgres, CancellationToken ct)
    {
        var memory = long.Parse(Line("/proc/meminfo", "MemTotal:").Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024.0 / 1024;
        var software = $"{RuntimeInformation.FrameworkDescription}, PostgreSQL {postgres.Version}, Npgsql {api.VersionOf("Npgsql")}, "
            + $"EF Core {api.VersionOf("Microsoft.EntityFrameworkCore")}, wrk {await Requirements.WrkVersionAsync(ct)}";
        return new Machine(
            string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} cores of {Processor()}, {memory:0.0} GiB of memory"),
            $"{Line("/etc/os-release", "PRETTY_NAME=").Trim('"')}, Linux {Environment.OSVersion.Version}",
            software,
            await CommitAsync(ct));
    }

    private static string Processor()
    {
        var model = Line("/proc/cpuinfo", "model name").TrimStart(':', ' ', '\t');
        return model.Length > 0 ? model : RuntimeInformation.OSArchitecture.ToString();
    }

    private static string Line(string file, string start) =>
        File.Exists(file) && File.ReadLines(file).FirstOrDefault(line => line.StartsWith(start, StringComparison.Ordinal)) is { } found ? found[start.Length..].Trim() : "";

    private static async Task<string> CommitAsync(CancellationToken ct)
    {
        var commit = await GitAsync(["rev-parse", "--short", "HEAD"], ct);
        var changes = await GitAsync(["status", "--porcelain", "--", ".", $":!bench/{ResultsFile.Name}"], ct);
        return commit is null ? "unknown" : changes is "" ? commit : commit + " with changes that are not committed";
    }

    private static async Task<string?> GitAsync(string[] arguments, CancellationToken ct)
    {
        try
        {
            var (succeeded, output) = await Command.RunAsync(new ProcessStartInfo("git", ["-C", Repository.PathOf(), .. arguments]), ct);
            return succeeded ? output.Trim() : null;
        }
        catch (DevServicesException)
        {
            // It is not installed.
            return null;
        }
    }
}
