using System.ComponentModel;
using System.Diagnostics;

namespace Todo.Api.DevServices;

/// <summary>Runs a program to its end, away from our terminal.</summary>
internal static class Command
{
    internal static async Task<(bool Succeeded, string Output)> RunAsync(ProcessStartInfo start, CancellationToken ct, string input = "")
    {
        ct.ThrowIfCancellationRequested();
        start.CreateNoWindow = true;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Start(start);
        await using var end = ct.Register(() => process.Kill(entireProcessTree: true));
        var output = Task.WhenAll(
            process.StandardOutput.ReadToEndAsync(CancellationToken.None), process.StandardError.ReadToEndAsync(CancellationToken.None));
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(CancellationToken.None);
        ct.ThrowIfCancellationRequested();

        // On Windows a server that pg_ctl started holds our pipes open for as long as it lives.
        await Task.WhenAny(output, Task.Delay(TimeSpan.FromSeconds(1), ct));
        return (process.ExitCode == 0, output.IsCompletedSuccessfully ? string.Concat(output.Result) : "");
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new DevServicesException(
                $"{start.FileName} does not run here ({e.Message}): install PostgreSQL {PostgresBinaries.OldestMajor} or newer, or set DATABASE_URL.", e);
        }
    }
}
