namespace Todo.Api.DevServices;

/// <summary>Where PostgreSQL's server programs lie when somebody installed them; few installers put them on the PATH.</summary>
internal static class InstalledPostgres
{
    private static readonly string[] UsualPlaces =
    [
        "/usr/lib/postgresql/*/bin",                            // Debian, Ubuntu
        "/usr/pgsql-*/bin",                                     // Red Hat, from postgresql.org
        "/usr/libexec/postgresql*",                             // Alpine
        "/usr/local/pgsql/bin",                                 // from source
        "/opt/homebrew/opt/postgresql@*/bin",                   // Homebrew
        "/usr/local/opt/postgresql@*/bin",
        "/home/linuxbrew/.linuxbrew/opt/postgresql@*/bin",
        "/Applications/Postgres.app/Contents/Versions/*/bin",   // Postgres.app
    ];

    internal static IEnumerable<string> Directories()
    {
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        var usual = OperatingSystem.IsWindows()
            ? [Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "PostgreSQL", "*", "bin")]
            : UsualPlaces;

        return path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(Path.IsPathFullyQualified)
            .Concat(usual.SelectMany(Matches))
            .Distinct();
    }

    /// <summary>The folders that a pattern with at most one starred part stands for.</summary>
    private static IEnumerable<string> Matches(string pattern)
    {
        var parts = pattern.Split(['/', Path.DirectorySeparatorChar]);
        var star = Array.FindIndex(parts, part => part.Contains('*'));
        if (star < 0)
        {
            return [pattern];
        }

        var parent = string.Join(Path.DirectorySeparatorChar, parts[..star]);
        return Directory.Exists(parent)
            ? Directory.EnumerateDirectories(parent, parts[star]).Select(directory => Path.Combine([directory, .. parts[(star + 1)..]]))
            : [];
    }
}
