using System.Diagnostics;
using System.Reflection;
using Todo.Api.DevServices;

namespace Todo.Bench;

/// <summary>What has to be installed, asked before anything takes time.</summary>
internal static class Requirements
{
    internal static async Task CheckAsync(CancellationToken ct)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new BenchException("The bench reads CPU time and memory from /proc, so it runs on Linux only.");
        }

        // The floor is this program; the API is published in Release whatever this one is, and would look better than it is.
        if (typeof(Requirements).Assembly.GetCustomAttribute<DebuggableAttribute>() is { IsJITOptimizerDisabled: true })
        {
            throw new BenchException("This is a Debug build, whose floor is slow: run 'dotnet run -c Release --project bench'.");
        }

        await WrkVersionAsync(ct);
        try
        {
            var choice = Environment.GetEnvironmentVariable(PostgresBinaries.Variable);
            await PostgresBinaries.FindAsync(choice, data: "", madeBy: null, Progress.Say, ct);
        }
        catch (DevServicesException e)
        {
            // The bench fills its server with its own rows and restarts it, so unlike Development it ignores DATABASE_URL.
            var problem = e.Message.Replace(", or set DATABASE_URL", "", StringComparison.Ordinal);
            throw new BenchException($"PostgreSQL is missing (15 to 18, 'apt install postgresql'; or npm, to fetch it): {problem}");
        }
    }

    /// <summary>What wrk says about itself: "debian/4.1.0-3+b2".</summary>
    internal static async Task<string> WrkVersionAsync(CancellationToken ct)
    {
        try
        {
            var (_, output) = await Command.RunAsync(new ProcessStartInfo(LoadGenerator.Program, ["-v"]), ct);
            return output.Split(' ').ElementAtOrDefault(1) ?? "unknown";
        }
        catch (DevServicesException)
        {
            throw new BenchException("wrk is missing, the program that makes the load: install it with 'apt install wrk'.");
        }
    }
}
