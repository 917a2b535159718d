using System.Diagnostics;
using System.Runtime.Versioning;

namespace Todo.Api.DevServices;

/// <summary>
/// Who runs PostgreSQL's programs: as root the owner of the data, because PostgreSQL refuses to run as root. What belongs to root is handed to
/// <c>postgres</c> or <c>nobody</c> first; data that an ordinary user made stay that user's, so one "sudo dotnet run" locks no one out.
/// </summary>
internal static class ServerUser
{
    private const string OwnerOfData = """
        { [ "$(stat -c %u "$0")" != 0 ] || chown -R postgres: "$0" || chown -R nobody: "$0"; } && stat -c '%u %g' "$0"
        """;

    /// <summary>The command that runs a program for the data folder <paramref name="data"/>, which exists.</summary>
    internal static ProcessStartInfo Command(string data, string program, params IEnumerable<string> arguments)
    {
        var start = OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess
            ? new ProcessStartInfo(program, arguments)
            : new ProcessStartInfo("setpriv", [.. Ids(data), .. Capability(data, program), program, .. arguments]);

        // Root's working directory may be closed to the server's user. Without a usable locale PostgreSQL does not start on macOS.
        start.WorkingDirectory = Path.GetPathRoot(data);
        start.Environment["LC_ALL"] = "C";
        return start;
    }

    private static string[] Ids(string data)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", OwnerOfData, data]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var shell = Process.Start(start)!;
        return shell.StandardOutput.ReadToEnd().Split() is [var user, var group, ..]
            ? [$"--reuid={user}", $"--regid={group}", "--clear-groups"]
            : throw new DevServicesException(
                $"PostgreSQL refuses to run as root, and {data} cannot be handed to a user postgres or nobody: " +
                "run as an ordinary user, or set DATABASE_URL.");
    }

    /// <summary>
    /// Below a folder that only root may enter (/root, mktemp -d) the capability lets the user through; PostgreSQL minds the user id only.
    /// Without no_setuid_fixup, access(2) would ignore the capability, and PostgreSQL asks it whether its own programs are executable.
    /// </summary>
    [UnsupportedOSPlatform("windows")]
    private static string[] Capability(string data, string program) =>
        IsOpen(Path.GetDirectoryName(data)) && IsOpen(Path.GetDirectoryName(program))
            ? []
            : ["--securebits=+no_setuid_fixup", "--inh-caps=+dac_override", "--ambient-caps=+dac_override"];

    [UnsupportedOSPlatform("windows")]
    private static bool IsOpen(string? folder) =>
        folder is null || (File.GetUnixFileMode(folder).HasFlag(UnixFileMode.OtherExecute) && IsOpen(Path.GetDirectoryName(folder)));
}
