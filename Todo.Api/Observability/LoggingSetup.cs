using Todo.Api.Settings;

namespace Todo.Api.Observability;

internal static class LoggingSetup
{
    /// <summary>Readable lines in Development, JSON in production; of the framework's own messages only warnings and errors.</summary>
    internal static void AddAppLogging(this ILoggingBuilder logging, AppSettings settings)
    {
        logging.SetMinimumLevel(settings.Name("LOG_LEVEL", otherwise: LogLevel.Information));
        logging.AddFilter("Microsoft", LogLevel.Warning);

        // The program itself says in one line what stopped the start; the host would log it with its stack trace first.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);

        // As soon as this category is enabled, the host makes an activity and a scope for every request.
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);

        // EF Core logs every failed command with its SQL, also those that are expected and handled; the rest is logged where its exception ends.
        logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.None);

        if (settings.IsProduction)
        {
            logging.AddJsonConsole(json =>
            {
                json.UseUtcTimestamp = true;
                json.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.ffffffZ";
            });

            // Only its formatter is used; BufferedConsole writes the lines.
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
