using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Todo.Api.DevServices;

namespace Todo.Api.Tests.Support;

/// <summary>A real PgBouncer in transaction mode before a server; where it is not installed the test is skipped, with CI=true it fails.</summary>
internal sealed class PgBouncer : IAsyncDisposable
{
    private static readonly string[] Places = ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer", "/opt/homebrew/bin/pgbouncer"];

    private readonly DirectoryInfo _folder;
    private readonly Process _process;

    private PgBouncer(DirectoryInfo folder, Process process, string url) => (_folder, _process, Url) = (folder, process, url);

    /// <summary>What DATABASE_URL says.</summary>
    internal string Url { get; }

    internal static async Task<PgBouncer> RunAsync(OwnPostgres postgres)
    {
        if (Array.Find(Places, File.Exists) is not { } program)
        {
            Assert.True(Environment.GetEnvironmentVariable("CI") != "true", "PgBouncer is missing: install the package pgbouncer.");
            Assert.Skip("PgBouncer is missing: install the package pgbouncer.");
            throw new UnreachableException();
        }

        var server = postgres.Connection;
        var folder = Directory.CreateTempSubdirectory("todo-pgbouncer-");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder.FullName, (UnixFileMode)Convert.ToInt32("755", 8));
        var port = TodoProcess.FreePort();
        var users = Write(folder, "users.txt", $"\"{server.Username}\" \"{server.Password}\"\n");

        // One server connection for all: what one client leaves behind in a session, all others find there.
        var settings = Write(folder, "pgbouncer.ini", string.Create(CultureInfo.InvariantCulture,
            $"""
            [databases]
            {server.Database} = host={server.Host} port={server.Port}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            auth_type = scram-sha-256
            auth_file = {users}
            pool_mode = transaction
            default_pool_size = 2
            max_client_conn = 200

            """));

        // It refuses to run as root, like the server.
        var start = ServerUser.Command(postgres.Data, program, "-q", settings);
        start.RedirectStandardError = true;
        var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var url = string.Create(CultureInfo.InvariantCulture, $"postgresql://{server.Username}:{server.Password}@127.0.0.1:{port}/{server.Database}?pgbouncer=true");
        var bouncer = new PgBouncer(folder, process, url);
        while (!await ListensAsync(port))
        {
            Assert.False(process.HasExited, process.HasExited ? $"PgBouncer ended: {await errors}" : "");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        return bouncer;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static string Write(DirectoryInfo folder, string name, string text)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static async Task<bool> ListensAsync(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
