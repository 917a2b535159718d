using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;

namespace Todo.Api.DevServices;

/// <summary>Does for an archive of <c>@embedded-postgres</c> what its install script would do.</summary>
internal static class PackageArchive
{
    /// <summary>Unpacks into <paramref name="directory"/> and returns the package's own folder there.</summary>
    internal static async Task<string> UnpackAsync(string archive, string directory, CancellationToken ct)
    {
        await using var file = File.OpenRead(archive);
        await using var tar = new GZipStream(file, CompressionMode.Decompress);
        await TarFile.ExtractToDirectoryAsync(tar, directory, overwriteFiles: false, ct);

        var package = Path.Combine(directory, "package");
        await LinkAsync(package, ct);
        MakeRunnable(Path.Combine(package, "native", "bin"));
        return package;
    }

    /// <summary>npm archives cannot hold links; the package lists those that its libraries are looked up by.</summary>
    private static async Task LinkAsync(string package, CancellationToken ct)
    {
        await using var list = File.OpenRead(Path.Combine(package, "native", "pg-symlinks.json"));
        foreach (var link in await JsonSerializer.DeserializeAsync<Link[]>(list, JsonSerializerOptions.Web, ct) ?? [])
        {
            var path = Path.Combine(package, link.Target);
            if (!File.Exists(path))
            {
                File.CreateSymbolicLink(path, Path.GetRelativePath(Path.GetDirectoryName(path)!, Path.Combine(package, link.Source)));
            }
        }
    }

    private static void MakeRunnable(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        foreach (var program in Directory.EnumerateFiles(directory))
        {
            File.SetUnixFileMode(program, File.GetUnixFileMode(program) | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }
    }

    private sealed record Link(string Source, string Target);
}
