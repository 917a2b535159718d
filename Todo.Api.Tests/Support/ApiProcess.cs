using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Todo.Api.Tests.Support;

/// <summary>The API as a process of its own, for what belongs to a process: the environment and its time zone.</summary>
internal sealed class ApiProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Uri _address;
    private readonly string _folder;

    private ApiProcess(Process process, Uri address, string folder) => (_process, _address, _folder) = (process, address, folder);

    internal static async Task<ApiProcess> StartAsync(params (string Name, string Value)[] environment)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var folder = Directory.CreateTempSubdirectory("todo-api-").FullName;
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [typeof(Program).Assembly.Location])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["ASPNETCORE_URLS"] = address.ToString(), ["DATABASE_CONNECT_TIMEOUT_SECONDS"] = "15", ["DATABASE_STATEMENT_TIMEOUT_MS"] = "15000" },
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var output = new ConcurrentQueue<string?>();
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => output.Enqueue(line.Data);
        process.ErrorDataReceived += (_, line) => output.Enqueue(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        using var client = new HttpClient { BaseAddress = address };
        while (!await IsUpAsync(client, patience.Token))
        {
            Assert.False(process.HasExited, string.Join('\n', output));
            await Task.Delay(50, patience.Token);
        }

        return new ApiProcess(process, address, folder);
    }

    internal WireUser NewUser()
    {
        var id = $"user-{Guid.NewGuid():N}";
        var client = new HttpClient { BaseAddress = new Uri(_address, $"/api/{id}/") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Tokens.For(id));
        return new WireUser(id, client);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<bool> IsUpAsync(HttpClient client, CancellationToken ct)
    {
        try
        {
            using var response = await client.GetAsync("/health/live", ct);
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
