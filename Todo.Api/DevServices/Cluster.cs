using System.Globalization;
using System.Security.Cryptography;

namespace Todo.Api.DevServices;

/// <summary>The files of one server: its data with the password in them, and its log beside them.</summary>
internal sealed class Cluster
{
    internal const string Role = "todo";
    internal const string Database = "todo";

    /// <summary>The password lies in the data folder, so that the one cannot be lost without the other.</summary>
    private const string PasswordFile = "todo.password";

    private const long LogLimit = 10_000_000;

    private const string Settings = """

        # Todo API: development and tests
        listen_addresses = '127.0.0.1'
        unix_socket_directories = ''
        max_connections = 200
        max_wal_size = '256MB'
        timezone = 'UTC'
        log_timezone = 'UTC'

        """;

    internal Cluster(string folder)
    {
        Data = Path.Combine(folder, "postgres");
        Log = Path.Combine(folder, "postgres.log");
        User = ServerUser.For(Data);
    }

    internal string Data { get; }

    internal string Log { get; }

    internal ServerUser User { get; }

    /// <summary>A cluster that exists is complete: it gets its name last.</summary>
    internal bool Exists => Directory.Exists(Data);

    internal int? Major => Exists ? int.Parse(ReadOwn("PG_VERSION"), CultureInfo.InvariantCulture) : null;

    internal string Password => ReadOwn(PasswordFile);

    internal async Task CreateAsync(PostgresBinaries binaries, CancellationToken ct)
    {
        var unfinished = Data + ".unfinished";
        var password = unfinished + ".password";
        DeleteDirectory(unfinished);
        try
        {
            CreatePrivateDirectory(unfinished);
            await WritePrivateFileAsync(password, RandomNumberGenerator.GetHexString(32, lowercase: true), ct);

            await InitializeAsync(binaries, unfinished, password, ct);
            await File.AppendAllTextAsync(Path.Combine(unfinished, "postgresql.conf"), Settings, ct);
            await CreateDatabaseAsync(binaries, unfinished, await File.ReadAllTextAsync(password, ct), ct);

            File.Move(password, Path.Combine(unfinished, PasswordFile));
            Directory.Move(unfinished, Data);
        }
        finally
        {
            DeleteDirectory(unfinished);
            File.Delete(password);
        }
    }

    /// <summary>The server's user cannot make files in our folder, so the log must be there.</summary>
    internal void PrepareLog()
    {
        if (new FileInfo(Log) is { Exists: true, Length: > LogLimit })
        {
            File.Delete(Log);
        }

        using (new FileStream(Log, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite))
        {
            User.Own(Log);
        }
    }

    private async Task InitializeAsync(PostgresBinaries binaries, string directory, string password, CancellationToken ct)
    {
        // C.UTF-8 folds the letters of every script and sorts as hosted PostgreSQL does. Where the system lacks it, PostgreSQL's own rules serve.
        string[][] locales =
        [
            ["--locale=C.UTF-8"],
            binaries.Major >= 17
                ? ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
                : ["--locale=C", "--locale-provider=icu", "--icu-locale=und"],
        ];

        var said = "";
        foreach (var locale in locales)
        {
            var (succeeded, output) = await Command.RunAsync(
                User.Command(binaries.Initdb, ["-D", directory, "-U", "postgres", $"--pwfile={password}", "-A", "scram-sha-256", "-E", "UTF8", "--no-instructions", .. locale]), ct);
            if (succeeded)
            {
                return;
            }

            said += output;
        }

        throw await FailureAsync(said, ct);
    }

    /// <summary>In single-user mode, before anybody can connect: a cluster is never seen without its role and database.</summary>
    private async Task CreateDatabaseAsync(PostgresBinaries binaries, string directory, string password, CancellationToken ct)
    {
        // An ordinary role as on a hosted PostgreSQL, so that what needs a superuser fails here already. Tests clone databases.
        var sql = $"""
            CREATE ROLE {Role} LOGIN CREATEDB PASSWORD '{password}'
            CREATE DATABASE {Database} OWNER {Role}

            """;

        var (succeeded, output) = await Command.RunAsync(User.Command(binaries.Postgres, ["--single", "-D", directory, "-c", "exit_on_error=true", "postgres"]), ct, sql);
        if (!succeeded)
        {
            throw await FailureAsync(output, ct);
        }
    }

    private async Task<DevServicesException> FailureAsync(string output, CancellationToken ct)
    {
        await File.AppendAllTextAsync(Log, output, ct);
        return new DevServicesException($"PostgreSQL could not set up its data: see {Log}, or set DATABASE_URL to use another server.");
    }

    private void CreatePrivateDirectory(string path)
    {
        _ = OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(path)
            : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        User.Own(path);
    }

    private async Task WritePrivateFileAsync(string path, string text, CancellationToken ct)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using (var writer = new StreamWriter(path, options))
        {
            await writer.WriteAsync(text.AsMemory(), ct);
        }

        User.Own(path);
    }

    private string ReadOwn(string name)
    {
        try
        {
            return File.ReadAllText(Path.Combine(Data, name)).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DevServicesException($"The data in {Data} cannot be opened ({e.Message}): run as its owner, or move the folder away to begin with an empty database.", e);
        }
    }

    private static void DeleteDirectory(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }
}
