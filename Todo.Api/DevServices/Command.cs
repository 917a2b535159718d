using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Todo.Api.DevServices;

/// <summary>Runs a program to its end, away from our terminal.</summary>
internal static class Command
{
    /// <summary>On Windows a server that <c>pg_ctl</c> started holds our pipes open for as long as it lives: do not wait for their end.</summary>
    private static readonly TimeSpan OutputGrace = TimeSpan.FromSeconds(1);

    internal static async Task<(bool Succeeded, string Output)> RunAsync(ProcessStartInfo start, CancellationToken ct, string input = "")
    {
        ct.ThrowIfCancellationRequested();
        start.UseShellExecute = false;
        start.CreateNoWindow = true;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;

        using var process = Start(start);
        var output = CollectOutput(process);
        try
        {
            await WriteInputAsync(process, input, ct);
            await process.WaitForExitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }

        var text = await output;
        if (process.ExitCode != 0)
        {
            // A Ctrl-C in the terminal ends the program too, perhaps before it reaches us as a cancellation.
            ct.ThrowIfCancellationRequested();
        }

        return (process.ExitCode == 0, text);
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new DevServicesException($"{start.FileName} does not run here ({e.Message}): install PostgreSQL 15 or newer, or set DATABASE_URL.", e);
        }
    }

    private static async Task<string> CollectOutput(Process process)
    {
        var text = new StringBuilder();
        var both = Task.WhenAll(ReadAsync(process.StandardOutput, text), ReadAsync(process.StandardError, text));
        await process.WaitForExitAsync(CancellationToken.None);
        await Task.WhenAny(both, Task.Delay(OutputGrace));

        lock (text)
        {
            return text.ToString();
        }
    }

    private static async Task ReadAsync(StreamReader reader, StringBuilder text)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (text)
            {
                text.AppendLine(line);
            }
        }
    }

    private static async Task WriteInputAsync(Process process, string input, CancellationToken ct)
    {
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), ct);
            process.StandardInput.Close();
        }
        catch (IOException) when (input.Length > 0)
        {
            // The program ended without reading on; why, its exit code and its output tell.
        }
    }
}
