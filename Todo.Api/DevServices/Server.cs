using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Todo.Api.DevServices;

/// <summary>The server of a cluster. Only the holder of the start lock starts and stops it.</summary>
internal sealed class Server(Cluster cluster, PostgresBinaries binaries)
{
    private const int Attempts = 5;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PollDelay = TimeSpan.FromMilliseconds(100);

    /// <summary>The server's process, if it lives. One that was killed leaves its file behind, and another program may get its id.</summary>
    internal string? ProcessId
    {
        get
        {
            try
            {
                // On Linux the command line also tells apart the server of another folder, and a dead process that is still listed.
                return File.ReadAllLines(cluster.PidFile) is [var id, var data, ..] && (OperatingSystem.IsLinux()
                    ? File.ReadAllText($"/proc/{id}/cmdline").Contains($"-D\0{data}\0", StringComparison.Ordinal)
                    : Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture)).ProcessName.StartsWith("postgres", StringComparison.Ordinal))
                    ? id : null;
            }
            catch (Exception e) when (e is IOException or ArgumentException or InvalidOperationException)
            {
                return null;
            }
        }
    }

    /// <summary>The version of the server that runs, once it answers. One that is just stopping is waited for.</summary>
    internal async Task<string?> FindRunningAsync(CancellationToken ct)
    {
        for (var waiting = Stopwatch.StartNew(); ProcessId is not null; await Task.Delay(PollDelay, ct))
        {
            try
            {
                // Only the server of this cluster knows the password.
                var settings = new NpgsqlConnectionStringBuilder(cluster.ConnectionString) { Pooling = false, SslMode = SslMode.Disable };
                await using var connection = new NpgsqlConnection(settings.ConnectionString);
                await connection.OpenAsync(ct);
                return connection.PostgreSqlVersion.ToString();
            }
            catch (NpgsqlException e) when (e.IsTransient && waiting.Elapsed < Patience)
            {
                // It is coming or going.
            }
        }

        // PostgreSQL takes any process that has got the id of a killed server for a server, and would refuse to start.
        File.Delete(cluster.PidFile);
        return null;
    }

    /// <summary>
    /// Starts the server. pg_ctl is not cancelled half-way: only a server whose start has ended can be stopped again.
    /// It gives the server a session of its own, so the terminal's Ctrl-C does not reach it.
    /// </summary>
    internal async Task<string> StartAsync(CancellationToken ct)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            ct.ThrowIfCancellationRequested();
            await ControlAsync("start", "-l", cluster.Log, "-o", $"-p {FreePort(cluster.Port)}");

            // Even a failure may end well: a start that was killed may have brought up the server, or it still recovers from a crash.
            if (await FindRunningAsync(ct) is { } version)
            {
                return version;
            }

            // Another program was faster to take the port, or the last processes of a killed server are still leaving.
            await Task.Delay(attempt * PollDelay, ct);
        }

        throw new DevServicesException($"PostgreSQL did not start: see {cluster.Log}, or set DATABASE_URL to use another server.");
    }

    internal async Task StopAsync()
    {
        if (ProcessId is not null)
        {
            await ControlAsync("stop", "-m", "fast");
        }

        if (ProcessId is not null)
        {
            throw new DevServicesException($"PostgreSQL did not stop: see {cluster.Log}.");
        }
    }

    private async Task ControlAsync(string action, params IEnumerable<string> options)
    {
        var patience = Patience.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        var command = ServerUser.Command(cluster.Data, binaries.PgCtl, [action, "-D", cluster.Data, "-w", "-t", patience, "-s", .. options]);
        await Command.RunAsync(command, CancellationToken.None);
    }

    /// <summary>The port of last time where it is free, because it keeps connection strings valid that were noted somewhere.</summary>
    internal static int FreePort(int last)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, last);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        catch (SocketException) when (last != 0)
        {
            return FreePort(0);
        }
    }
}
