using System.Globalization;
using System.Net;
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

    /// <summary>The server that runs, once it is ready. One that is just going is waited for, and none.</summary>
    internal async Task<RunningServer?> FindRunningAsync(CancellationToken ct)
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

                if (file.IsReady && await GreetAsync(file.Port, patience.Token) is { } running)
                {
                    return running;
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
    /// Starts the server. pg_ctl is not cancelled half-way: only a server whose start has ended can be stopped again.
    /// It gives the server a session of its own, so the terminal's Ctrl-C does not reach it.
    /// </summary>
    internal async Task<RunningServer> StartAsync(PostgresBinaries binaries, CancellationToken ct)
    {
        cluster.PrepareLog();
        for (var attempt = 1; ; attempt++)
        {
            // The port of last time keeps the connections valid that somebody noted.
            var port = attempt == 1 && await LastPortAsync() is { } last && LoopbackPort.IsFree(last) ? last : LoopbackPort.Free();
            var options = string.Create(CultureInfo.InvariantCulture, $"-p {port}");
            var start = cluster.User.Command(
                binaries.PgCtl, "start", "-D", cluster.Data, "-l", cluster.Log, "-w", "-t", Seconds, "-s", "-o", options);
            await Command.RunAsync(start, CancellationToken.None);

            // Even a failure may end well: a start that was killed may have brought up the server, or it still recovers from a crash.
            if (await FindRunningAsync(ct) is { } running)
            {
                return running;
            }

            if (attempt == StartAttempts)
            {
                throw new DevServicesException($"PostgreSQL did not start: see {cluster.Log}, or set DATABASE_URL to use another server.");
            }

            // Somebody was faster to take the port, or the last processes of a killed server are still leaving.
            await Task.Delay(RetryDelay, ct);
        }
    }

    internal async Task StopAsync()
    {
        if (PidFile.Read(cluster.Data)?.Process().IsServer != true)
        {
            return;
        }

        // The server notes its command line: beside it lies the pg_ctl that fits.
        var commandLine = await File.ReadAllTextAsync(Path.Combine(cluster.Data, "postmaster.opts"));
        var directory = Path.GetDirectoryName(commandLine[..commandLine.IndexOf(" \"-D\"", StringComparison.Ordinal)])!;
        var stop = cluster.User.Command(
            PostgresBinaries.Program(directory, "pg_ctl"), "stop", "-D", cluster.Data, "-m", "fast", "-w", "-t", Seconds, "-s");
        var (succeeded, output) = await Command.RunAsync(stop, CancellationToken.None);
        if (!succeeded && PidFile.Read(cluster.Data) is not null)
        {
            throw new DevServicesException($"PostgreSQL did not stop ({output.ReplaceLineEndings(" ").Trim()}): see {cluster.Log}.");
        }
    }

    /// <summary>Whether it is the server of this cluster: no other knows the password.</summary>
    private async Task<RunningServer?> GreetAsync(int port, CancellationToken ct)
    {
        var settings = new NpgsqlConnectionStringBuilder(ConnectionString(port)) { Pooling = false, SslMode = SslMode.Disable };
        try
        {
            await using var connection = new NpgsqlConnection(settings.ConnectionString);
            await connection.OpenAsync(ct);
            return new RunningServer(port, connection.ServerVersion.Split(' ')[0]);
        }
        catch (NpgsqlException e) when (e.IsTransient)
        {
            // It is going, or coming, or full: the caller looks again.
            return null;
        }
        catch (NpgsqlException e)
        {
            throw new DevServicesException($"The PostgreSQL of {cluster.Data} does not let us in ({e.Message}): see {cluster.Log}.", e);
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
}

internal sealed record RunningServer(int Port, string Version);
