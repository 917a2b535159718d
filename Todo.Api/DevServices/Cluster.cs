using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Npgsql;

namespace Todo.Api.DevServices;

/// <summary>The data of one server, with its password and its log among them.</summary>
internal sealed class Cluster(string data)
{
    internal const string Role = "todo";
    internal const string Database = "todo";

    private const int PostgresPort = 5432;

    private const string Settings = """

        # Todo API: development and tests
        listen_addresses = '127.0.0.1'
        unix_socket_directories = ''
        max_connections = 200
        max_wal_size = '256MB'
        timezone = 'UTC'
        log_timezone = 'UTC'

        """;

    internal string Data => data;

    internal string Log => Path.Combine(data, "postgres.log");

    internal string PidFile => Path.Combine(data, "postmaster.pid");

    internal string PasswordFile => Path.Combine(data, "todo.password");

    /// <summary>Data that exist are complete: they get their name last.</summary>
    internal bool Exists => Directory.Exists(data);

    internal int? Major => Exists ? int.Parse(File.ReadAllText(Path.Combine(data, "PG_VERSION")), CultureInfo.InvariantCulture) : null;

    /// <summary>Where the server listens or did last; 0 before its first start. It notes its command line, which ends with: "-p" "50123".</summary>
    internal int Port => !File.Exists(OptionsFile) ? 0
        : int.TryParse(File.ReadAllText(OptionsFile).Split('"')[^2], CultureInfo.InvariantCulture, out var port) ? port : PostgresPort;

    internal string ConnectionString => new NpgsqlConnectionStringBuilder
    {
        Host = IPAddress.Loopback.ToString(),
        Port = Port,
        Username = Role,
        Password = File.ReadAllText(PasswordFile).Trim(),
        Database = Database,
    }.ConnectionString;

    private string OptionsFile => Path.Combine(data, "postmaster.opts");

    /// <summary>Makes the data, the role and the database: all of it or nothing.</summary>
    internal async Task CreateAsync(PostgresBinaries binaries, CancellationToken ct)
    {
        var unfinished = new Cluster(data + ".unfinished");
        if (unfinished.Exists)
        {
            Directory.Delete(unfinished.Data, recursive: true);
        }

        Directory.CreateDirectory(unfinished.Data);
        await unfinished.InitializeAsync(binaries, ct);
        Directory.Move(unfinished.Data, data);
    }

    private async Task InitializeAsync(PostgresBinaries binaries, CancellationToken ct)
    {
        // C.UTF-8 folds the letters of every script and sorts as hosted PostgreSQL does; before version 17 only Linux has it.
        string[] locale = binaries.Major >= 17 ? ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
            : OperatingSystem.IsLinux() ? ["--locale=C.UTF-8"]
            : ["--locale=C", "--locale-provider=icu", "--icu-locale=und"];
        await RunAsync(binaries.Initdb, ["-D", data, "-U", "postgres", "--auth-local=reject", "--auth-host=scram-sha-256", "-E", "UTF8", .. locale]);

        // initdb closes the folder to all other users, so the password needs no file mode of its own.
        var password = RandomNumberGenerator.GetHexString(32, lowercase: true);
        await File.WriteAllTextAsync(PasswordFile, password, ct);
        await File.AppendAllTextAsync(Path.Combine(data, "postgresql.conf"), Settings, ct);

        // In single-user mode, before anything can connect. An ordinary role as on a hosted PostgreSQL, so that what needs a superuser
        // fails here already; tests clone databases.
        await RunAsync(binaries.Postgres, ["--single", "-D", data, "-c", "exit_on_error=true", "postgres"], $"""
            ALTER ROLE postgres PASSWORD '{password}'
            CREATE ROLE {Role} LOGIN CREATEDB PASSWORD '{password}'
            CREATE DATABASE {Database} OWNER {Role}

            """);

        async Task RunAsync(string program, string[] arguments, string input = "")
        {
            var (succeeded, output) = await Command.RunAsync(ServerUser.Command(data, program, arguments), ct, input);
            if (!succeeded)
            {
                throw new DevServicesException(
                    $"PostgreSQL could not set up its data ({output.ReplaceLineEndings(" ").Trim()}): set DATABASE_URL to use another server.");
            }
        }
    }
}
