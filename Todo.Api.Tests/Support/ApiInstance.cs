using System.Net.Http.Headers;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Todo.Api.Tests.Support;

/// <summary>A running API behind real sockets, for what only those show.</summary>
internal sealed class ApiInstance : IAsyncDisposable
{
    private readonly Factory _factory;
    private readonly SocketsHttpHandler _connections = new() { AllowAutoRedirect = false, UseCookies = false };

    private ApiInstance(Factory factory) => _factory = factory;

    internal IServiceProvider Services => _factory.Services;

    internal Uri Address => _factory.ClientOptions.BaseAddress;

    /// <summary>Starts an instance of one test; what it logs lands in the output of that test.</summary>
    internal static Task<ApiInstance> StartAsync((string Name, string Value)[] settings, TimeProvider clock)
    {
        var output = TestContext.Current.TestOutputHelper;
        return Task.Run(() => Start(settings, clock, output));
    }

    internal static ApiInstance Start((string Name, string Value)[] settings, TimeProvider clock, ITestOutputHelper? output)
    {
        var factory = new Factory(settings, clock, output);
        factory.UseKestrel(0);
        factory.StartServer();
        return new ApiInstance(factory);
    }

    internal HttpClient NewClient(string? token = null)
    {
        var client = new HttpClient(_connections, disposeHandler: false) { BaseAddress = Address };
        client.DefaultRequestHeaders.Add(TestLogs.Header, TestLogs.CurrentTest());
        if (token is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return client;
    }

    internal WireUser NewUser(string? id = null)
    {
        id ??= $"user-{Guid.NewGuid():N}";
        var client = NewClient(Tokens.For(id));
        client.BaseAddress = new Uri(Address, $"/api/{Uri.EscapeDataString(id)}/");
        return new WireUser(id, client);
    }

    public async ValueTask DisposeAsync()
    {
        _connections.Dispose();
        await _factory.DisposeAsync();
    }

    private sealed class Factory((string Name, string Value)[] settings, TimeProvider clock, ITestOutputHelper? output) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder) => ApiHost.Configure(builder, settings, clock, output);
    }
}
