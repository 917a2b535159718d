using System.Security.Cryptography;

namespace Todo.Api.DevServices;

/// <summary>Makes a cluster: its files, its role and its database, all of it or nothing.</summary>
internal sealed class ClusterSetup(Cluster cluster)
{
    private const string Settings = """

        # Todo API: development and tests
        listen_addresses = '127.0.0.1'
        unix_socket_directories = ''
        max_connections = 200
        max_wal_size = '256MB'
        timezone = 'UTC'
        log_timezone = 'UTC'

        """;

    internal async Task CreateAsync(PostgresBinaries binaries, CancellationToken ct)
    {
        // A name of its own: the initdb of a start that was killed may go on for a second, and must not write into ours.
        var unfinished = $"{cluster.Data}.unfinished-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
        var password = unfinished + ".password";
        DeleteUnfinished();
        try
        {
            CreatePrivateDirectory(unfinished);
            await WritePrivateFileAsync(password, RandomNumberGenerator.GetHexString(32, lowercase: true), ct);

            await InitializeAsync(binaries, unfinished, password, ct);
            await File.AppendAllTextAsync(Path.Combine(unfinished, "postgresql.conf"), Settings, ct);
            await CreateDatabaseAsync(binaries, unfinished, await File.ReadAllTextAsync(password, ct), ct);

            File.Move(password, Path.Combine(unfinished, Cluster.PasswordFile));
            Directory.Move(unfinished, cluster.Data);
        }
        finally
        {
            DeleteUnfinished();
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
            var initdb = cluster.User.Command(
                binaries.Initdb,
                ["-D", directory, "-U", "postgres", $"--pwfile={password}", "-A", "scram-sha-256", "-E", "UTF8", "--no-instructions", .. locale]);
            var (succeeded, output) = await Command.RunAsync(initdb, ct);
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
            CREATE ROLE {Cluster.Role} LOGIN CREATEDB PASSWORD '{password}'
            CREATE DATABASE {Cluster.Database} OWNER {Cluster.Role}

            """;

        var postgres = cluster.User.Command(binaries.Postgres, ["--single", "-D", directory, "-c", "exit_on_error=true", "postgres"]);
        var (succeeded, output) = await Command.RunAsync(postgres, ct, sql);
        if (!succeeded)
        {
            throw await FailureAsync(output, ct);
        }
    }

    private async Task<DevServicesException> FailureAsync(string output, CancellationToken ct)
    {
        await File.AppendAllTextAsync(cluster.Log, output, ct);
        return new DevServicesException($"PostgreSQL could not set up its data: see {cluster.Log}, or set DATABASE_URL to use another server.");
    }

    private void CreatePrivateDirectory(string path)
    {
        _ = OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(path)
            : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        cluster.User.Own(path);
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

        cluster.User.Own(path);
    }

    private void DeleteUnfinished()
    {
        foreach (var entry in new DirectoryInfo(Path.GetDirectoryName(cluster.Data)!).EnumerateFileSystemInfos("*.unfinished-*"))
        {
            try
            {
                Delete(entry);
            }
            catch (IOException)
            {
                // An initdb that outlived its start still writes there. It does not disturb us, and ends by itself.
            }
        }
    }

    private static void Delete(FileSystemInfo entry)
    {
        if (entry is DirectoryInfo directory)
        {
            directory.Delete(recursive: true);
        }
        else
        {
            entry.Delete();
        }
    }
}
