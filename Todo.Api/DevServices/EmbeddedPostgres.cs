namespace Todo.Api.DevServices;

/// <summary>
/// The PostgreSQL of development and of the tests: simply there. Everybody who uses a data folder shares its one server; the first starts it,
/// the last stops it, and a server that a killed process left behind is joined by the next.
/// </summary>
internal sealed class EmbeddedPostgres : IAsyncDisposable
{
    private readonly string _folder;
    private readonly Server _server;
    private IDisposable? _use;

    private EmbeddedPostgres(string folder, Server server, IDisposable use, int port, string version)
    {
        _folder = folder;
        _server = server;
        _use = use;
        Port = port;
        Version = version;
        ConnectionString = server.ConnectionString(port);
    }

    internal string ConnectionString { get; }

    internal int Port { get; }

    internal string Version { get; }

    /// <summary>Starts the server of this data folder, or joins the one that already runs there.</summary>
    internal static Task<EmbeddedPostgres> StartAsync(string folder, Action<string> announce, CancellationToken ct) =>
        StartAsync(folder, Environment.GetEnvironmentVariable(PostgresBinaries.Variable), announce, ct);

    internal static async Task<EmbeddedPostgres> StartAsync(string folder, string? binaries, Action<string> announce, CancellationToken ct)
    {
        folder = Path.GetFullPath(folder);
        Directory.CreateDirectory(folder);

        using var starting = await FileLock.ExclusiveAsync(StartLock(folder), ct);
        var use = FileLock.Shared(UseLock(folder));
        try
        {
            return await StartAsync(folder, binaries, use, announce, ct);
        }
        catch
        {
            use.Dispose();
            throw;
        }
    }

    /// <summary>Leaves; stops the server when nobody else uses it any more.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _use, null) is not { } use)
        {
            return;
        }

        using var _ = use;
        if (!Directory.Exists(_folder))
        {
            // Somebody deleted the data; a server without its files ends by itself.
            return;
        }

        using var stopping = await FileLock.ExclusiveAsync(StartLock(_folder), CancellationToken.None);
        use.Dispose();
        using var alone = FileLock.TryExclusive(UseLock(_folder));
        if (alone is not null)
        {
            await _server.StopAsync();
        }
    }

    private static async Task<EmbeddedPostgres> StartAsync(string folder, string? choice, IDisposable use, Action<string> announce, CancellationToken ct)
    {
        var cluster = new Cluster(folder);
        var server = new Server(cluster);
        if (await server.FindRunningAsync(ct) is { } running)
        {
            return new EmbeddedPostgres(folder, server, use, running, await server.ReadVersionAsync(running, ct));
        }

        var binaries = await PostgresBinaries.FindAsync(choice, cluster.Data, cluster.Major, announce, ct);
        if (!cluster.Exists)
        {
            await cluster.CreateAsync(binaries, ct);
        }

        ct.ThrowIfCancellationRequested();
        var port = await server.StartAsync(binaries);
        try
        {
            return new EmbeddedPostgres(folder, server, use, port, await server.ReadVersionAsync(port, ct));
        }
        catch
        {
            await server.StopAsync();
            throw;
        }
    }

    /// <summary>Held while the server starts or stops.</summary>
    private static string StartLock(string folder) => Path.Combine(folder, "start.lock");

    /// <summary>Shared by all who use the server; whoever can have it alone is the last.</summary>
    private static string UseLock(string folder) => Path.Combine(folder, "use.lock");
}
