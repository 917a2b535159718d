using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Npgsql;

namespace Todo.Api.DevServices;

/// <summary>The running server of a cluster. Callers hold the start lock, so nobody else starts or stops it meanwhile.</summary>
internal sealed partial class Server(Cluster cluster)
{
    private const int StartAttempts = 5;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PollDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    internal string ConnectionString(int port) => new NpgsqlConnectionStringBuilder
    {
        Host = IPAddress.Loopback.ToString(),
        Port = port,
        Username = Cluster.Role,
        Password = cluster.Password,
        Database = Cluster.Database,
    }.ConnectionString;

    /// <summary>The port of the server that already runs, once it is ready.</summary>
    internal async Task<int?> FindRunningAsync(CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            while (PidFile.Read(cluster.Data) is { } file)
            {
                var (lives, isServer) = file.Process();
                if (!isServer)
                {
                    if (lives)
                    {
                        // PostgreSQL takes whatever lives under that id for a server and would refuse to start.
                        File.Delete(Path.Combine(cluster.Data, PidFile.Name));
                    }

                    return null;
                }

                if (file.IsReady)
                {
                    return file.Port;
                }

                await Task.Delay(PollDelay, patience.Token);
            }

            return null;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new DevServicesException($"The PostgreSQL of {cluster.Data} runs but does not get ready: see {cluster.Log}.");
        }
    }

    /// <summary>
    /// Starts the server and returns its port. Not to be cancelled half-way: only a server whose start has ended can be stopped again.
    /// pg_ctl gives it a session of its own, so the terminal's Ctrl-C does not reach it.
    /// </summary>
    internal async Task<int> StartAsync(PostgresBinaries binaries)
    {
        cluster.PrepareLog();
        for (var attempt = 1; ; attempt++)
        {
            // The port of last time keeps the connections valid that somebody noted.
            var port = attempt == 1 && await LastPortAsync() is { } last && IsFree(last) ? last : FreePort();
            var (succeeded, _) = await Command.RunAsync(
                cluster.User.Command(
                    binaries.PgCtl, ["start", "-D", cluster.Data, "-l", cluster.Log, "-w", "-t", Seconds, "-s", "-o", string.Create(CultureInfo.InvariantCulture, $"-p {port}")]),
                CancellationToken.None);
            if (succeeded)
            {
                return port;
            }

            var stuck = PidFile.Read(cluster.Data)?.Process().IsServer == true;
            if (stuck)
            {
                await StopAsync("immediate");
            }

            if (stuck || attempt == StartAttempts)
            {
                throw new DevServicesException($"PostgreSQL did not start: see {cluster.Log}, or set DATABASE_URL to use another server.");
            }

            // Somebody was faster to take the port, or the last processes of a killed server are still leaving.
            await Task.Delay(RetryDelay);
        }
    }

    /// <summary>The server's version, told by itself: only the server of this cluster knows the password.</summary>
    internal async Task<string> ReadVersionAsync(int port, CancellationToken ct)
    {
        var settings = new NpgsqlConnectionStringBuilder(ConnectionString(port)) { Pooling = false, SslMode = SslMode.Disable };
        try
        {
            await using var connection = new NpgsqlConnection(settings.ConnectionString);
            await connection.OpenAsync(ct);
            return connection.ServerVersion.Split(' ')[0];
        }
        catch (NpgsqlException e)
        {
            throw new DevServicesException($"The PostgreSQL of {cluster.Data} does not let us in ({e.Message}): see {cluster.Log}.", e);
        }
    }

    internal async Task StopAsync(string mode = "fast")
    {
        if (PidFile.Read(cluster.Data)?.Process().IsServer != true)
        {
            return;
        }

        // The server notes its command line: beside it lies the pg_ctl that fits.
        var commandLine = await File.ReadAllTextAsync(Path.Combine(cluster.Data, "postmaster.opts"));
        var directory = Path.GetDirectoryName(commandLine[..commandLine.IndexOf(" \"-D\"", StringComparison.Ordinal)])!;
        var (succeeded, output) = await Command.RunAsync(
            cluster.User.Command(PostgresBinaries.Program(directory, "pg_ctl"), ["stop", "-D", cluster.Data, "-m", mode, "-w", "-t", Seconds, "-s"]),
            CancellationToken.None);
        if (!succeeded && PidFile.Read(cluster.Data) is not null)
        {
            throw new DevServicesException($"PostgreSQL did not stop ({output.ReplaceLineEndings(" ").Trim()}): see {cluster.Log}.");
        }
    }

    private static string Seconds => Patience.TotalSeconds.ToString(CultureInfo.InvariantCulture);

    private async Task<int?> LastPortAsync()
    {
        var options = Path.Combine(cluster.Data, "postmaster.opts");
        return File.Exists(options) && PortOption.Match(await File.ReadAllTextAsync(options)) is { Success: true } match
            ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
            : null;
    }

    [GeneratedRegex("""
        "-p" "([0-9]{1,5})"
        """)]
    private static partial Regex PortOption { get; }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
