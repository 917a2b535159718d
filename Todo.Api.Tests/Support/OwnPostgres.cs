using System.Diagnostics;
using Npgsql;
using Todo.Api.DevServices;

namespace Todo.Api.Tests.Support;

/// <summary>A PostgreSQL that one test may stop, freeze and change; it comes back on the same port.</summary>
internal sealed class OwnPostgres : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("todo-postgres-");
    private EmbeddedPostgres? _server;

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
        if (!OperatingSystem.IsWindows())
        {
            // The server's user is not ours.
            File.SetUnixFileMode(postgres._folder.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        }

        await postgres.StartAsync();
        return postgres;
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
    internal async Task<object?> ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The process id of the server's first process.</summary>
    internal string ProcessId() => File.ReadLines(Path.Combine(Data, "postmaster.pid")).First();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Delete(recursive: true);
    }
}
