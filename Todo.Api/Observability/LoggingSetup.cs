using Todo.Api.Settings;

namespace Todo.Api.Observability;

internal static class LoggingSetup
{
    private static readonly string[] Levels = ["trace", "debug", "information", "warning", "error", "critical", "none"];

    /// <summary>Readable lines in Development, JSON in production; of the framework only what went wrong.</summary>
    internal static void AddAppLogging(this ILoggingBuilder logging, AppSettings settings)
    {
        var level = settings.Text("LOG_LEVEL")?.ToLowerInvariant() ?? "information";
        if (!Levels.Contains(level))
        {
            settings.Problem("LOG_LEVEL", $"must be one of {string.Join(", ", Levels)}");
            return;
        }

        logging.SetMinimumLevel(Enum.Parse<LogLevel>(level, ignoreCase: true));
        logging.AddFilter("Microsoft", LogLevel.Warning);

        // What stops the start is told in a line of its own; the host would log it with its stack trace before.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);

        // Only asking for this one makes the host set up an activity and a scope for every request.
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);

        // EF Core logs every failed command with its SQL; the one who catches the exception knows whether that is news.
        logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.None);

        if (settings.IsProduction)
        {
            logging.AddJsonConsole(json =>
            {
                json.UseUtcTimestamp = true;
                json.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.ffffffZ";
            });

            // Its formatter stays; what writes the lines is ours.
            logging.ClearProviders();
            logging.Services.AddSingleton<ILoggerProvider, BufferedConsole>();
        }
        else
        {
            logging.ClearProviders();
            logging.AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = "HH:mm:ss ";
            });
        }
    }
}
