using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Todo.Api.DevServices;

/// <summary>What .NET does not tell about files and rights on Unix.</summary>
[UnsupportedOSPlatform("windows")]
internal static partial class Unix
{
    private const int CurrentDirectory = -100;
    private const int UidOffset = 20;
    private const int GidOffset = 24;

    /// <summary>The owner of a folder; unknown outside Linux.</summary>
    internal static unsafe (uint Uid, uint Gid)? OwnerOf(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        // struct statx has one layout on every architecture, struct stat does not.
        var status = stackalloc byte[256];
        if (StatX(CurrentDirectory, path, flags: 0, mask: 0x18, status) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError(), $"The owner of {path} cannot be read.");
        }

        return (*(uint*)(status + UidOffset), *(uint*)(status + GidOffset));
    }

    internal static void ChangeOwner(string path, uint uid, uint gid)
    {
        if (LChown(path, uid, gid) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError(), $"{path} cannot be handed to user {uid}.");
        }
    }

    /// <summary>The first folder on the way to <paramref name="folder"/> that only its owner or group may enter.</summary>
    internal static string? ClosedToOthers(string folder)
    {
        for (var directory = new DirectoryInfo(folder); directory is not null; directory = directory.Parent)
        {
            if (!directory.UnixFileMode.HasFlag(UnixFileMode.OtherExecute))
            {
                return directory.FullName;
            }
        }

        return null;
    }

    /// <summary>The least capability of this process that opens such folders. Containers often have only the second.</summary>
    internal static string? CapabilityToReach()
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        const string Permitted = "CapPrm:";
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(Permitted, StringComparison.Ordinal));
        var held = ulong.Parse(line.AsSpan(Permitted.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return (held & 1 << 2) != 0 ? "dac_read_search" : (held & 1 << 1) != 0 ? "dac_override" : null;
    }

    internal static string? FindProgram(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(["/usr/bin", "/bin"])
            .Select(directory => Path.Combine(directory, name))
            .FirstOrDefault(File.Exists);

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LChown(string path, uint uid, uint gid);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int StatX(int directory, string path, int flags, uint mask, byte* status);
}
