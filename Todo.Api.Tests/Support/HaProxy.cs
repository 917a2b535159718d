using System.Diagnostics;
using System.Globalization;

namespace Todo.Api.Tests.Support;

/// <summary>A real HAProxy before several instances; where it is not installed the test is skipped, with CI=true it fails.</summary>
internal sealed class HaProxy : IAsyncDisposable
{
    /// <summary>The header that tells which instance answered: its number.</summary>
    internal const string ServedBy = "X-Served-By";

    private readonly DirectoryInfo _folder;
    private readonly Process _process;

    private HaProxy(DirectoryInfo folder, Process process, Uri address) => (_folder, _process, Address) = (folder, process, address);

    internal Uri Address { get; }

    /// <summary>Starts it on a free port, before instances on these ports of this machine.</summary>
    internal static async Task<HaProxy> RunAsync(int[] ports)
    {
        var program = Needs.Program("haproxy", "/usr/sbin/haproxy");
        var folder = Directory.CreateTempSubdirectory("todo-haproxy-");
        var port = TodoProcess.FreePort();
        var servers = string.Join('\n', ports.Select((instance, number) => string.Create(CultureInfo.InvariantCulture, $"  server {number} 127.0.0.1:{instance} check")));

        // What cannot be delivered goes to another instance. What was delivered is never sent again: it may have been done.
        var settings = Path.Combine(folder.FullName, "haproxy.cfg");
        await File.WriteAllTextAsync(settings, string.Create(CultureInfo.InvariantCulture,
            $"""
            defaults
              mode http
              timeout connect 5s
              timeout client 60s
              timeout server 60s
              timeout check 10s
              retries 3
              retry-on conn-failure
              option redispatch 1
              option http-server-close
              http-reuse never
            frontend clients
              bind 127.0.0.1:{port}
              default_backend instances
            backend instances
              balance roundrobin
              option httpchk GET /health/live
              default-server inter 200ms fall 2 rise 1
              http-response set-header {ServedBy} %s
            {servers}

            """));

        var proxy = new HaProxy(folder, Process.Start(program, ["-q", "-db", "-f", settings]), new Uri($"http://127.0.0.1:{port}"));
        await proxy.ListeningAsync();
        return proxy;
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

    private async Task ListeningAsync()
    {
        using var client = new HttpClient { BaseAddress = Address };
        while (true)
        {
            Assert.False(_process.HasExited, "HAProxy ended.");
            try
            {
                using var response = await client.GetAsync("/health/live", TestContext.Current.CancellationToken);
                return;
            }
            catch (HttpRequestException)
            {
                // Not yet.
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }
        }
    }
}
