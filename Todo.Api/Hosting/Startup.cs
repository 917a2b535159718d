using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Npgsql;
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
        var isStopped = false;
        try
        {
            var (builder, settings) = HostSettings.CreateBuilder(args);
            if (args is ["token", ..])
            {
                return CommandLine.PrintToken(args, settings);
            }

            builder.Logging.AddAppLogging(settings);
            builder.WebHost.UsePort(settings);
            var api = ApiSettings.From(settings);
            settings.ThrowIfUnusable();

            await using var postgres = api.Database.HasServer ? null : await builder.Services.StartPostgresAsync(HostSettings.DataFolder());
            await using var app = compose(builder, settings, api with { Database = api.Database.OrOn(postgres?.ConnectionString) });
            app.Lifetime.ApplicationStopping.Register(() => isStopped = true);
            settings.LogNotices(app.Logger);
            if (args.Contains("--migrate"))
            {
                return await CommandLine.MigrateAsync(app);
            }

            app.WelcomeOnceStarted(settings, postgres);
            await app.RunAsync();
            return 0;
        }
        catch (OperationCanceledException) when (isStopped)
        {
            // Told to stop while it was still starting.
            return 0;
        }
        catch (Exception exception) when (Explain(exception) is { } explanation)
        {
            await Console.Error.WriteLineAsync(explanation);
            return 1;
        }
    }

    /// <summary>Lines that tell a person what to do; nothing for a bug, which is better shown with its stack trace.</summary>
    private static string? Explain(Exception exception) => exception switch
    {
        SettingsException or DevServicesException => exception.Message,
        IOException { InnerException: AddressInUseException } => "PORT: the port is in use already; stop the other program or set another PORT.",
        IOException { InnerException: AggregateException { InnerException: SocketException } } or SocketException { SocketErrorCode: not (SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData) } =>
            $"PORT: nothing can listen there ({exception.GetBaseException().Message}); set another PORT or ASPNETCORE_URLS.",
        _ when exception.GetBaseException() is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable } =>
            "The migration gave up, so that requests need not wait: a table that it changes is in use by something that takes long, such as a backup. Run it again.",
        NpgsqlException or InvalidOperationException { InnerException: NpgsqlException } or SocketException =>
            $"DATABASE_URL: the database does not answer as it should ({exception.GetBaseException().Message}); check host, user, password and database name.",
        _ => null,
    };
}
