using System.Globalization;
using System.Net;
using Npgsql;

namespace Todo.Bench.Floor;

/// <summary>
/// The least that .NET can do for these requests: bare routing, raw Npgsql with prepared statements, one statement per request, and nothing that
/// makes an API out of it (validation, problem documents, limits, logs, telemetry). Its own process; the bench starts itself once more.
/// </summary>
internal static class FloorServer
{
    internal const string Argument = "floor";
    internal const string DatabaseVariable = "FLOOR_DATABASE";
    internal const string SecretVariable = "FLOOR_SECRET";

    /// <summary>As many connections as the API has.</summary>
    private const int PoolSize = 32;

    internal static async Task RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, int.Parse(Setting("PORT"), CultureInfo.InvariantCulture));
        });

        await using var database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Setting(DatabaseVariable))
        {
            MaxPoolSize = PoolSize,
            MaxAutoPrepare = 64,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true,
        });
        var tasks = new FloorTasks(database, new FloorTokens(Setting(SecretVariable)));

        await using var app = builder.Build();
        app.MapGet("/health", tasks.ReadyAsync);
        app.MapGet("/api/{user_id}/tasks", tasks.ListAsync);
        app.MapPost("/api/{user_id}/tasks", tasks.CreateAsync);
        app.MapGet("/api/{user_id}/tasks/{task_id:long}", tasks.GetAsync);
        app.MapPut("/api/{user_id}/tasks/{task_id:long}", tasks.UpdateAsync);
        app.MapPatch("/api/{user_id}/tasks/{task_id:long}/complete", tasks.ToggleAsync);
        app.MapDelete("/api/{user_id}/tasks/{task_id:long}", tasks.DeleteAsync);
        await app.RunAsync();
    }

    private static string Setting(string name) =>
        Environment.GetEnvironmentVariable(name) ?? throw new BenchException($"{name} is not set; the bench starts the floor by itself.");
}
