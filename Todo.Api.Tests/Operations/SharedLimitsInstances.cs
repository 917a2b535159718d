using System.Globalization;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Operations;

/// <summary>Three instances that share a database and a Redis, behind a proxy; started by the first test, so that it can be skipped where a program is missing.</summary>
public sealed class SharedLimitsInstances(TodoApi api) : IAsyncLifetime
{
    internal const int Limit = 300;
    internal const int AuthLimit = 20;

    private readonly int[] _ports = [TodoProcess.FreePort(), TodoProcess.FreePort(), TodoProcess.FreePort()];
    private readonly TodoProcess?[] _processes = new TodoProcess?[3];
    private (string Name, string Value)[] _settings = [];
    private HaProxy? _proxy;
    private Task? _start;

    internal RedisServer Redis { get; } = new();

    /// <summary>The way to any of them.</summary>
    internal HttpClient Client { get; } = new();

    internal IEnumerable<string> Outputs => _processes.Select(process => process!.Output);

    /// <summary>Each of them without the proxy.</summary>
    internal IEnumerable<Uri> Addresses => _ports.Select(port => new Uri($"http://localhost:{port}"));

    internal Task StartAsync() => _start ??= RunAsync();

    /// <summary>A user behind the proxy, whom nothing has been counted for.</summary>
    internal WireUser NewUser() => NewUser(_proxy!.Address);

    /// <summary>With SIGKILL, and waits until it is gone.</summary>
    internal async Task KillAsync(string instance)
    {
        var process = _processes[int.Parse(instance, CultureInfo.InvariantCulture)]!;
        process.Process.Kill();
        await process.ExitAsync();
    }

    internal Task StartAgainAsync(string instance) => StartAsync(int.Parse(instance, CultureInfo.InvariantCulture));

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes.OfType<TodoProcess>())
        {
            await process.DisposeAsync();
        }

        if (_proxy is not null)
        {
            await _proxy.DisposeAsync();
        }

        await Redis.DisposeAsync();
        Client.Dispose();
    }

    private async Task RunAsync()
    {
        await Redis.StartAsync();
        _settings =
        [
            ("DATABASE_URL", await api.Databases.CreateAsync()),
            ("BETTER_AUTH_SECRET", TodoApi.Secret),
            ("REDIS_URL", Redis.Url),
            ("RATE_LIMIT_PER_MINUTE", Limit.ToString(CultureInfo.InvariantCulture)),
            ("AUTH_RATE_LIMIT_PER_MINUTE", AuthLimit.ToString(CultureInfo.InvariantCulture)),
        ];
        await Task.WhenAll(Enumerable.Range(0, 3).Select(StartAsync));
        _proxy = await HaProxy.RunAsync(_ports);
        Client.BaseAddress = _proxy.Address;
    }

    private async Task StartAsync(int number)
    {
        if (_processes[number] is { } gone)
        {
            await gone.DisposeAsync();
        }

        (_processes[number], var client) = await TodoProcess.ServeAsync(_settings, port: _ports[number]);
        using var _ = client;

        // The first requests of a process take long, and on a machine that runs all the tests a pause may look like an outage of Redis.
        var user = NewUser(client.BaseAddress!);
        for (var i = 0; i < 5; i++)
        {
            await user.CreateIdAsync();
        }
    }

    private static WireUser NewUser(Uri address)
    {
        var id = Guid.NewGuid().ToString("n");
        return new WireUser(id, new HttpClient { BaseAddress = new Uri(address, $"/api/{id}/"), DefaultRequestHeaders = { Authorization = new("Bearer", Tokens.For(id)) } });
    }
}
