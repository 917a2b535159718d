using Npgsql;

namespace Todo.Api.DevServices;

/// <summary>
/// The PostgreSQL of development and of the tests: simply there. All processes that use a data folder share its one server; the first starts it,
/// the last stops it, and a server that a killed process left behind is joined by the next.
/// </summary>
internal sealed class EmbeddedPostgres : IAsyncDisposable
{
    private readonly string _folder;
    private readonly Cluster _cluster;
    private Server? _server;
    private IDisposable? _use;
    private string? _processId;

    private EmbeddedPostgres(string folder) => (_folder, _cluster) = (folder, new Cluster(Path.Combine(folder, "postgres")));

    internal string ConnectionString { get; private set; } = "";

    internal int Port { get; private set; }

    internal string Version { get; private set; } = "";

    /// <summary>Whether the server that was started or joined is gone, even if another process has brought it back already.</summary>
    internal bool HasEnded => _server?.ProcessId is not { } id || id != _processId;

    /// <summary>Held while the server starts or stops.</summary>
    private string StartLock => Path.Combine(_folder, "start.lock");

    /// <summary>Shared by all processes that use the server; the one that can have it alone is the last.</summary>
    private string UseLock => Path.Combine(_folder, "use.lock");

    /// <summary>
    /// Starts the server of this data folder, or joins the one that already runs there. A database with other migrations than
    /// <paramref name="migrations"/> is put aside; where none are given, every database is taken.
    /// </summary>
    internal static async Task<EmbeddedPostgres> StartAsync(
        string folder, Action<string> announce, CancellationToken ct, IReadOnlyCollection<string>? migrations = null, string? binaries = null)
    {
        var postgres = new EmbeddedPostgres(Path.GetFullPath(folder));
        try
        {
            await postgres.JoinAsync(binaries ?? Environment.GetEnvironmentVariable(PostgresBinaries.Variable), migrations, announce, ct);
            return postgres;
        }
        catch (Exception e)
        {
            await postgres.DisposeAsync();
            if (e is IOException or UnauthorizedAccessException or NpgsqlException)
            {
                throw new DevServicesException(
                    $"The development database in {postgres._folder} cannot be used ({e.Message}): " +
                    "run as the owner of the folder, move it away to begin with an empty database, or set DATABASE_URL.", e);
            }

            throw;
        }
    }

    /// <summary>Brings back a server that has ended by itself, where no other process has done so yet.</summary>
    internal async Task RestartAsync(CancellationToken ct)
    {
        using var starting = await FileLock.TakeAsync(StartLock, FileShare.None, ct);
        _ = await _server!.FindRunningAsync(ct) ?? await _server.StartAsync(ct);
        _processId = _server.ProcessId;
        if (_cluster.Port != Port)
        {
            throw new DevServicesException($"port {Port} is taken, so it listens on {_cluster.Port} now");
        }
    }

    /// <summary>Leaves; stops the server when no other process uses it any more.</summary>
    public async ValueTask DisposeAsync()
    {
        Interlocked.Exchange(ref _use, null)?.Dispose();
        if (Interlocked.Exchange(ref _server, null) is not { } server || !Directory.Exists(_folder))
        {
            // A server whose data were deleted ends by itself.
            return;
        }

        using var stopping = await FileLock.TakeAsync(StartLock, FileShare.None, CancellationToken.None);
        using var alone = FileLock.TryTake(UseLock, FileShare.None);
        if (alone is not null)
        {
            await server.StopAsync();
        }
    }

    private async Task JoinAsync(string? choice, IReadOnlyCollection<string>? migrations, Action<string> announce, CancellationToken ct)
    {
        Directory.CreateDirectory(_folder);
        _use = await FileLock.TakeAsync(UseLock, FileShare.Read, ct);
        using var starting = await FileLock.TakeAsync(StartLock, FileShare.None, ct);

        var binaries = await PostgresBinaries.FindAsync(choice, _cluster.Data, _cluster.Major, announce, ct);
        if (!_cluster.Exists)
        {
            await _cluster.CreateAsync(binaries, ct);
        }

        _server = new Server(_cluster, binaries);
        Version = await _server.FindRunningAsync(ct) ?? await _server.StartAsync(ct);
        _processId = _server.ProcessId;
        Port = _cluster.Port;
        ConnectionString = _cluster.ConnectionString;
        if (migrations is not null)
        {
            await OldDatabase.PutAsideAsync(_cluster, migrations, announce, ct);
        }
    }
}
