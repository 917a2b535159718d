using System.Net.Http.Headers;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Todo.Api.Tests.Support;

[assembly: AssemblyFixture(typeof(TodoApi))]

namespace Todo.Api.Tests.Support;

/// <summary>The whole API behind real sockets, on a database of its own. A fresh user per test is the isolation, so tests run in parallel.</summary>
public sealed class TodoApi : IAsyncLifetime
{
    public const string Secret = "a shared secret of the tests, long enough";

    private readonly TestServerDatabases _databases = new();
    private ApiInstance? _instance;

    internal ApiInstance Instance => _instance!;

    internal TestServerDatabases Databases => _databases;

    public async ValueTask InitializeAsync()
    {
        await _databases.InitializeAsync();
        _instance = await StartAsync(await _databases.CreateAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (_instance is not null)
        {
            await _instance.DisposeAsync();
        }

        await _databases.DisposeAsync();
    }

    /// <summary>Somebody nobody has seen before.</summary>
    internal ApiUser NewUser(string? id = null) => Instance.NewUser(id);

    internal HttpClient NewClient(string? token = null) => Instance.NewClient(token);

    /// <summary>One more instance, for tests that need settings of their own. Nobody is limited unless they say so.</summary>
    internal static Task<ApiInstance> StartAsync(string connectionString, params (string Name, string Value)[] settings) =>
        StartAsync(connectionString, TimeProvider.System, settings);

    /// <summary>One more instance, on a clock of its own.</summary>
    internal static Task<ApiInstance> StartAsync(string connectionString, TimeProvider clock, params (string Name, string Value)[] settings) => ApiInstance.StartAsync(
    [
        ("DATABASE_URL", connectionString),
        ("BETTER_AUTH_SECRET", Secret),
        ("RATE_LIMIT_PER_MINUTE", "0"),
        ("AUTH_RATE_LIMIT_PER_MINUTE", "0"),

        // A machine that runs all the tests at once can be slow to connect; those of outages set what they wait for.
        ("DATABASE_CONNECT_TIMEOUT_SECONDS", "15"),
        .. settings,
    ], clock);
}

/// <summary>A running API.</summary>
internal sealed class ApiInstance : IAsyncDisposable
{
    private readonly Factory _factory;
    private readonly SocketsHttpHandler _connections = new() { AllowAutoRedirect = false, UseCookies = false };

    private ApiInstance(Factory factory) => _factory = factory;

    internal IServiceProvider Services => _factory.Services;

    internal Uri Address => _factory.ClientOptions.BaseAddress;

    internal static async Task<ApiInstance> StartAsync((string Name, string Value)[] settings, TimeProvider clock)
    {
        var factory = new Factory(settings, clock);
        factory.UseKestrel(0);
        await Task.Run(factory.StartServer);
        return new ApiInstance(factory);
    }

    internal HttpClient NewClient(string? token = null)
    {
        var client = new HttpClient(_connections, disposeHandler: false) { BaseAddress = Address };
        if (token is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return client;
    }

    internal ApiUser NewUser(string? id = null)
    {
        id ??= $"user-{Guid.NewGuid():N}";
        var client = NewClient(Tokens.For(id));
        client.BaseAddress = new Uri(Address, $"/api/{Uri.EscapeDataString(id)}/");
        return new ApiUser(id, client);
    }

    public async ValueTask DisposeAsync()
    {
        _connections.Dispose();
        await _factory.DisposeAsync();
    }

    private sealed class Factory((string Name, string Value)[] settings, TimeProvider clock) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            foreach (var (name, value) in settings)
            {
                builder.UseSetting(name, value);
            }

            builder.ConfigureTestServices(services => services.AddSingleton(clock));
        }
    }
}
