using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace Todo.Api.Tests.Support;

/// <summary>A real Redis that a test may freeze, kill and start again, on the same port; where it is not installed the test is skipped, with CI=true it fails.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    internal const string Password = "p@ss/word of Redis";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("todo-redis-");
    private readonly int _port = TodoProcess.FreePort();
    private Process? _process;

    /// <summary>What REDIS_URL says.</summary>
    internal string Url => string.Create(CultureInfo.InvariantCulture, $"redis://default:{Uri.EscapeDataString(Password)}@127.0.0.1:{_port}/1");

    internal async Task StartAsync()
    {
        var start = new ProcessStartInfo(Needs.Program("redis-server"),
            ["--port", _port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--requirepass", Password, "--save", "", "--dir", _folder.FullName])
        {
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        while (!await ListensAsync())
        {
            Assert.False(_process.HasExited, "Redis ended.");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Its connections stay open, but nothing is answered.</summary>
    internal Task FreezeAsync() => SignalAsync("-STOP");

    internal Task ResumeAsync() => SignalAsync("-CONT");

    internal async Task KillAsync()
    {
        if (_process is { } process)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
            _process = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _folder.Delete(recursive: true);
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private async Task<bool> ListensAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", _port, TestContext.Current.CancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
