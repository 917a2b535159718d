using System.Globalization;

namespace Todo.Api.DevServices;

/// <summary>The <c>postmaster.pid</c> that a server keeps in its data folder, and leaves behind when it is killed.</summary>
internal sealed record PidFile(int ProcessId, string DataDirectory, int Port, bool IsReady)
{
    internal const string Name = "postmaster.pid";

    internal static PidFile? Read(string data)
    {
        try
        {
            var lines = File.ReadAllLines(Path.Combine(data, Name));
            return new PidFile(Number(lines, 0), lines.ElementAtOrDefault(1) ?? "", Number(lines, 3), lines.ElementAtOrDefault(7)?.Trim() == "ready");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Whether the process of that id lives; after a kill and a reboot it may be a stranger.</summary>
    internal (bool Lives, bool IsServer) Process()
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(ProcessId);
            return (true, OperatingSystem.IsLinux() ? IsServerOnLinux() : process.ProcessName.StartsWith("postgres", StringComparison.Ordinal));
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return (false, false);
        }
    }

    /// <summary>
    /// The id may have gone to a PostgreSQL of another folder. Its command line tells; it has the folder as the server's own file spells it.
    /// When in doubt it is the server: two on one folder would destroy the data.
    /// </summary>
    private bool IsServerOnLinux()
    {
        try
        {
            var arguments = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{ProcessId}/cmdline")).Split('\0');
            if (Path.GetFileName(arguments[0]) != "postgres")
            {
                return false;
            }

            var folder = arguments.SkipWhile(argument => argument != "-D").ElementAtOrDefault(1);
            return !Path.IsPathFullyQualified(folder ?? "") || folder == DataDirectory;
        }
        catch (IOException)
        {
            // It ended while we looked.
            return false;
        }
    }

    private static int Number(string[] lines, int index) =>
        int.TryParse(lines.ElementAtOrDefault(index), CultureInfo.InvariantCulture, out var number) ? number : 0;
}
