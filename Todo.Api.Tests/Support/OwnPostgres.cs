using System.Diagnostics;
using Npgsql;
using Todo.Api.DevServices;
using Xunit.Sdk;

namespace Todo.Api.Tests.Support;

/// <summary>A PostgreSQL that one test may stop, freeze and change; it comes back on the same port.</summary>
internal sealed class OwnPostgres : IAsyncDisposable
{
    private const string Superuser = "postgres";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("todo-postgres-");
    private EmbeddedPostgres? _server;

    private OwnPostgres()
    {
        if (!OperatingSystem.IsWindows())
        {
            // The server's user is not ours.
            File.SetUnixFileMode(_folder.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        }
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    internal string ConnectionString { get; private set; } = "";

    internal NpgsqlConnectionStringBuilder Connection => new(ConnectionString);

    /// <summary>The folder of the server's data.</summary>
    internal string Data => Path.Combine(_folder.FullName, "postgres");

    /// <summary>Hands a file to the server's user, which is another than ours only as root.</summary>
    internal void Own(string path)
    {
        if (!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess)
        {
            using var chown = Process.Start("chown", ["--reference", Data, path]);
            chown.WaitForExit();
        }
    }

    internal static async Task<OwnPostgres> RunAsync()
    {
        var postgres = new OwnPostgres();
        await postgres.StartAsync();
        return postgres;
    }

    /// <summary>A second server that follows this one and answers reads, until it is promoted.</summary>
    internal async Task<OwnPostgres> RunStandbyAsync()
    {
        if (OperatingSystem.IsWindows())
        {
            throw SkipException.ForSkip("A data folder is closed to others in another way on Windows.");
        }

        var program = Needs.Program("pg_basebackup");
        var standby = new OwnPostgres();
        Directory.CreateDirectory(standby.Data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var copying = ServerUser.Command(standby.Data, program, "-D", standby.Data, "-R", "-c", "fast", "-h", Connection.Host!, "-p", $"{Connection.Port}", "-U", Superuser);
        copying.Environment["PGPASSWORD"] = Connection.Password;
        var (succeeded, output) = await Command.RunAsync(copying, Ct);
        Assert.True(succeeded, output);
        await standby.StartAsync();
        return standby;
    }

    internal async Task StartAsync()
    {
        _server = await EmbeddedPostgres.StartAsync(_folder.FullName, Console.WriteLine, TestContext.Current.CancellationToken);
        Assert.True(ConnectionString.Length == 0 || ConnectionString == _server.ConnectionString, "The server came back at another address.");
        ConnectionString = _server.ConnectionString;
    }

    internal async Task StopAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    /// <summary>Runs a statement on a connection of its own.</summary>
    internal Task<object?> ExecuteAsync(string sql) => ExecuteAsync(Connection, sql);

    /// <summary>The same as a superuser, whose password is the same.</summary>
    internal Task<object?> ExecuteAsSuperuserAsync(string sql) => ExecuteAsync(new(ConnectionString) { Username = Superuser }, sql);

    /// <summary>The process id of the server's first process.</summary>
    internal string ProcessId() => File.ReadLines(Path.Combine(Data, "postmaster.pid")).First();

    /// <summary>Sends a signal to the first process and to all that it has started.</summary>
    internal async Task SignalAsync(string signal)
    {
        var first = ProcessId();
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -{signal} {first} $(cat /proc/{first}/task/{first}/children)"]);
        await kill.WaitForExitAsync(Ct);
        Assert.Equal(0, kill.ExitCode);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Delete(recursive: true);
    }

    private static async Task<object?> ExecuteAsync(NpgsqlConnectionStringBuilder server, string sql)
    {
        server.Pooling = false;
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Ct);
    }
}
