using Todo.Api.DevServices;
using Todo.Api.Observability;
using Todo.Api.Settings;

namespace Todo.Api.Hosting;

/// <summary>From the command line to an application that serves, or to the lines that say what stopped it.</summary>
internal static class Startup
{
    /// <param name="args">The command line.</param>
    /// <param name="compose">Makes the application: its services, its pipeline and its areas.</param>
    /// <returns>The exit code.</returns>
    internal static async Task<int> RunAsync(string[] args, Func<WebApplicationBuilder, AppSettings, ApiSettings, WebApplication> compose)
    {
        try
        {
            return await StartAsync(args, compose);
        }
        catch (Exception exception) when (StartFailure.Explain(exception) is { } explanation)
        {
            await Console.Error.WriteLineAsync(explanation);
            return 1;
        }
    }

    private static async Task<int> StartAsync(string[] args, Func<WebApplicationBuilder, AppSettings, ApiSettings, WebApplication> compose)
    {
        var (builder, settings) = HostSettings.CreateBuilder(args);
        if (CommandLine.IsToken(args))
        {
            return CommandLine.PrintToken(args, settings);
        }

        builder.Logging.AddAppLogging(settings);
        builder.WebHost.UsePort(settings);
        var api = ApiSettings.From(settings);
        settings.ThrowIfUnusable();

        await using var postgres = api.Database.HasServer ? null : await builder.Services.StartPostgresAsync(HostSettings.DataFolder());
        await using var app = compose(builder, settings, api with { Database = api.Database.OrOn(postgres?.ConnectionString) });
        settings.LogNotices(app.Logger);
        if (CommandLine.IsMigrate(args))
        {
            return await CommandLine.MigrateAsync(app);
        }

        app.WelcomeOnceStarted(settings, postgres);
        await app.RunAsync();
        return 0;
    }
}
