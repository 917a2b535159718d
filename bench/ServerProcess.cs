using System.Diagnostics;
using System.Globalization;
using Todo.Api.DevServices;

namespace Todo.Bench;

/// <summary>A server under measurement: a process of its own with a port of its own, whose output goes to a file as it would in production.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const int LogLines = 12;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PollDelay = TimeSpan.FromMilliseconds(2);

    /// <summary>Settings of the person at the terminal must not reach what is measured.</summary>
    private static readonly string[] Inherited = ["PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH"];

    private readonly string _name;
    private readonly string _log;
    private readonly Process _process;

    private ServerProcess(string name, string log, Process process, Uri address) => (_name, _log, _process, Address) = (name, log, process, address);

    internal Uri Address { get; }

    internal int Id => _process.Id;

    /// <summary>Starts it and waits for the first 200 of <c>/health</c>; tells how long that took.</summary>
    internal static async Task<(ServerProcess Server, TimeSpan Ready)> StartAsync(
        string name, string[] command, IEnumerable<(string Name, string Value)> settings, TemporaryFolder folder, CancellationToken ct)
    {
        var port = Server.FreePort(last: 0);
        var log = folder.PathOf(name + ".log");
        using var client = new HttpClient();

        // The shell becomes the server, so its id is the server's. Appending lets the file be emptied under the server's hands.
        var start = new ProcessStartInfo("/bin/sh", ["-c", """exec "$@" >> "$0" 2>&1""", log, .. command])
        {
            WorkingDirectory = Path.GetDirectoryName(log),
        };
        foreach (var variable in start.Environment.Keys.Where(IsForeign).ToList())
        {
            start.Environment.Remove(variable);
        }

        start.Environment["PORT"] = port.ToString(CultureInfo.InvariantCulture);
        foreach (var (variable, value) in settings)
        {
            start.Environment[variable] = value;
        }

        var begin = Stopwatch.GetTimestamp();
        var server = new ServerProcess(name, log, Process.Start(start)!, new Uri($"http://127.0.0.1:{port}"));
        try
        {
            await server.ReadyAsync(client, begin, ct);
            return (server, Stopwatch.GetElapsedTime(begin));
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>One line per request is much over many minutes.</summary>
    internal void EmptyLog()
    {
        using var file = new FileStream(_log, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.SetLength(0);
    }

    /// <summary>What went wrong, with the last that the server said.</summary>
    internal BenchException Failure(string what)
    {
        var died = _process.HasExited ? $" (it ended with exit code {_process.ExitCode})" : "";
        var said = File.ReadLines(_log).TakeLast(LogLines).ToList();
        return new BenchException($"{_name}: {what}{died}. Its log ends with:\n  {(said.Count == 0 ? "(nothing)" : string.Join("\n  ", said))}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private static bool IsForeign(string variable) => !Inherited.Contains(variable) && !variable.StartsWith("DOTNET_", StringComparison.Ordinal);

    private async Task ReadyAsync(HttpClient client, long begin, CancellationToken ct)
    {
        while (!await AnswersAsync(client, ct))
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(begin) > Patience)
            {
                throw Failure("did not get ready");
            }

            await Task.Delay(PollDelay, ct);
        }
    }

    private async Task<bool> AnswersAsync(HttpClient client, CancellationToken ct)
    {
        try
        {
            using var response = await client.GetAsync(new Uri(Address, "/health"), ct);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // It does not listen yet.
            return false;
        }
    }
}
