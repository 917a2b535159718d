using System.Net;
using Alba;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Todo.Api.Tests.Support;

/// <summary>The whole API in this process, without sockets: scenarios go through all of its pipeline to a real PostgreSQL.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    private readonly IAlbaHost _alba;
    private readonly Lazy<ApiInstance> _wire;

    private ApiHost(IAlbaHost alba, Func<ApiInstance> wire)
    {
        _alba = alba;
        _wire = new Lazy<ApiInstance>(wire);
    }

    internal IServiceProvider Services => _alba.Services;

    /// <summary>The same settings and database behind real sockets; started when a test first asks for it.</summary>
    internal ApiInstance Wire => _wire.Value;

    internal static async Task<ApiHost> StartAsync((string Name, string Value)[] settings, TimeProvider clock)
    {
        var alba = await Task.Run(() => AlbaHost.For<Program>(host => Configure(host, settings, clock, output: null)));

        // What the server does for a request belongs to the test that sent it, so its logs find that test.
        alba.Server.PreserveExecutionContext = true;
        alba.BeforeEach(context => context.Connection.RemoteIpAddress = IPAddress.Loopback);
        return new ApiHost(alba, () => ApiInstance.Start(settings, clock, output: null));
    }

    /// <summary>A request without a token.</summary>
    internal Task<IScenarioResult> Scenario(Action<Scenario> configure) => _alba.Scenario(configure);

    internal Task<IScenarioResult> Scenario(ApiUser user, Action<Scenario> configure) => _alba.Scenario(_ =>
    {
        _.WithBearerToken(user.Token);
        configure(_);
    });

    /// <summary>A request without a token, whatever the answer; <see cref="Scenarios.Send"/> says what may be sent.</summary>
    internal Task<IScenarioResult> SendAsync(HttpMethod method, string address, object? body = null) => Scenario(_ =>
    {
        _.Send(method, address, body);
        _.IgnoreStatusCode();
    });

    internal Task<IScenarioResult> GetAsync(string address) => SendAsync(HttpMethod.Get, address);

    internal Task<IScenarioResult> PostAsync(string address, object body) => SendAsync(HttpMethod.Post, address, body);

    internal ApiUser NewUser(string? id = null) => new(id ?? $"user-{Guid.NewGuid():N}", this);

    public async ValueTask DisposeAsync()
    {
        if (_wire.IsValueCreated)
        {
            await _wire.Value.DisposeAsync();
        }

        await _alba.DisposeAsync();
    }

    /// <summary>What a host of the tests has in place of the real thing, with sockets or without.</summary>
    internal static void Configure(IWebHostBuilder host, (string Name, string Value)[] settings, TimeProvider clock, ITestOutputHelper? output)
    {
        foreach (var (name, value) in settings)
        {
            host.UseSetting(name, value);
        }

        host.ConfigureTestServices(services =>
        {
            services.AddSingleton(clock);
            var logs = new TestLogs(output);
            services.AddSingleton<ILoggerProvider>(logs);
            services.AddSingleton<IStartupFilter>(logs);
            foreach (var console in services.Where(service => service.ImplementationType == typeof(ConsoleLoggerProvider)).ToArray())
            {
                services.Remove(console);
            }
        });
    }
}
