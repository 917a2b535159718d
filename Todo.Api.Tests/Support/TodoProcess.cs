using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Todo.Api.Tests.Support;

/// <summary>The real program as a process of its own, in a working directory of its own, with these settings and no others.</summary>
internal sealed class TodoProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string[] Inherited = ["PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "SSL_CERT_FILE", "SSL_CERT_DIR"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("todo-");
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly Process _process;

    private TodoProcess(string[] arguments, (string Name, string Value)[] settings, string? envFile, string? program = null)
    {
        if (envFile is not null)
        {
            File.WriteAllText(Path.Combine(_folder.FullName, ".env"), envFile);
        }

        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet",
            [program ?? Path.Combine(AppContext.BaseDirectory, "Todo.Api.dll"), .. arguments])
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => !Inherited.Contains(name) && !name.StartsWith("DOTNET_", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }

        // A machine that runs all the tests at once can be slow.
        foreach (var (name, value) in (IEnumerable<(string, string)>)[("DATABASE_CONNECT_TIMEOUT_SECONDS", "15"), ("DATABASE_STATEMENT_TIMEOUT_MS", "15000"), .. settings])
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Append(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Append(_errors, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    internal string Output => Read(_output);

    internal string Errors => Read(_errors);

    internal Process Process => _process;

    /// <summary>Runs it to its end, which is expected to come by itself.</summary>
    internal static async Task<Outcome> RunAsync(string[] arguments, (string Name, string Value)[] settings, string? envFile = null)
    {
        await using var process = new TodoProcess(arguments, settings, envFile);
        var exitCode = await process.ExitAsync();
        return new Outcome(exitCode, process.Output, process.Errors);
    }

    /// <summary>Starts it on a port of this machine, a free one if none is named, and waits until it listens.</summary>
    /// <param name="settings">The environment.</param>
    /// <param name="envFile">What stands in <c>.env</c>.</param>
    /// <param name="port">Where it listens.</param>
    /// <param name="program">Another version than this one.</param>
    internal static async Task<(TodoProcess Process, HttpClient Client)> ServeAsync(
        (string Name, string Value)[] settings, string? envFile = null, int? port = null, string? program = null)
    {
        port ??= FreePort();
        var process = new TodoProcess([], [("PORT", $"{port}"), .. settings], envFile, program);
        var client = new HttpClient { BaseAddress = new Uri($"http://localhost:{port}") };
        try
        {
            await process.ListeningAsync(client);
            return (process, client);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>As an orchestrator ends it.</summary>
    internal void Terminate()
    {
        using var kill = System.Diagnostics.Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    internal async Task<int> ExitAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task ListeningAsync(HttpClient client)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        while (true)
        {
            Assert.False(_process.HasExited, $"It ended instead of serving: {Output}{Errors}");
            try
            {
                using var response = await client.GetAsync("/health/live", patience.Token);
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                return;
            }
            catch (HttpRequestException)
            {
                // Not yet.
                await Task.Delay(50, patience.Token);
            }
        }
    }

    private static void Append(StringBuilder text, string? line)
    {
        lock (text)
        {
            text.AppendLine(line);
        }
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString().TrimEnd();
        }
    }

    /// <summary>How it ended.</summary>
    internal sealed record Outcome(int ExitCode, string Output, string Errors)
    {
        internal string[] ErrorLines => Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
