using Alba;
using Npgsql;
using Todo.Api.Tests.Support;

[assembly: AssemblyFixture(typeof(TodoApi))]

namespace Todo.Api.Tests.Support;

/// <summary>The API that the tests share, on a database of its own. A fresh user per test is the isolation, so tests run in parallel.</summary>
public sealed class TodoApi : IAsyncLifetime
{
    public const string Secret = "a shared secret of the tests, long enough";

    private readonly OutgoingHttp _outgoing = new();
    private ApiHost? _host;
    private string _connectionString = "";

    internal TestServerDatabases Databases { get; } = new();

    internal ApiHost Host => _host!;

    /// <summary>The same API behind real sockets.</summary>
    internal ApiInstance Instance => Host.Wire;

    internal IServiceProvider Services => Host.Services;

    public async ValueTask InitializeAsync()
    {
        await Databases.InitializeAsync();
        _connectionString = await Databases.CreateAsync();
        _host = await HostAsync(_connectionString);
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        await Databases.DisposeAsync();
        _outgoing.Dispose();
    }

    /// <summary>A user that the API has not seen before.</summary>
    internal ApiUser NewUser(string? id = null) => Host.NewUser(id);

    /// <summary>A client over a real socket.</summary>
    internal HttpClient NewClient(string? token = null) => Instance.NewClient(token);

    /// <summary>A request without a token.</summary>
    internal Task<IScenarioResult> Scenario(Action<Scenario> configure) => Host.Scenario(configure);

    /// <summary>A request of a user.</summary>
    internal Task<IScenarioResult> Scenario(ApiUser user, Action<Scenario> configure) => Host.Scenario(user, configure);

    /// <summary>Runs a statement on the database itself, for what no request can bring about or show.</summary>
    internal async Task<object?> ExecuteAsync(string sql)
    {
        await using var database = NpgsqlDataSource.Create(_connectionString);
        await using var command = database.CreateCommand(sql);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>One more host, for tests that need settings or a clock of their own. There is no rate limit unless a setting says so.</summary>
    internal static Task<ApiHost> HostAsync(string connectionString, params (string Name, string Value)[] settings) =>
        HostAsync(connectionString, TimeProvider.System, settings);

    internal static Task<ApiHost> HostAsync(string connectionString, TimeProvider clock, params (string Name, string Value)[] settings) =>
        ApiHost.StartAsync(Settings(connectionString, settings), clock);

    /// <summary>One more instance behind real sockets.</summary>
    internal static Task<ApiInstance> StartAsync(string connectionString, params (string Name, string Value)[] settings) =>
        StartAsync(connectionString, TimeProvider.System, settings);

    internal static Task<ApiInstance> StartAsync(string connectionString, TimeProvider clock, params (string Name, string Value)[] settings) =>
        ApiInstance.StartAsync(Settings(connectionString, settings), clock);

    private static (string Name, string Value)[] Settings(string connectionString, (string Name, string Value)[] settings) =>
    [
        ("DATABASE_URL", connectionString),
        ("BETTER_AUTH_SECRET", Secret),
        ("RATE_LIMIT_PER_MINUTE", "0"),
        ("AUTH_RATE_LIMIT_PER_MINUTE", "0"),

        // A machine that runs all the tests at once can be slow; those of outages set what they wait for.
        ("DATABASE_CONNECT_TIMEOUT_SECONDS", "15"),
        ("DATABASE_STATEMENT_TIMEOUT_MS", "15000"),
        .. settings,
    ];
}
