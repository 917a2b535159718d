using Npgsql;

namespace Todo.Api.DevServices;

/// <summary>Starts the server again that ends while the API runs: killed by hand, or by a system that is short of memory.</summary>
internal sealed partial class PostgresWatcher(EmbeddedPostgres postgres, ILogger<PostgresWatcher> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var said = "";
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (!postgres.HasEnded)
            {
                continue;
            }

            try
            {
                await postgres.RestartAsync(stoppingToken);

                // The connections to the server before would each fail one request.
                NpgsqlConnection.ClearAllPools();
                said = "";
                LogRestart(logger, postgres.Port);
            }
            catch (Exception e) when (e is DevServicesException or IOException or UnauthorizedAccessException or NpgsqlException)
            {
                // Tried again until it works, and said once.
                if (said != e.Message)
                {
                    LogFailure(logger, said = e.Message);
                }
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "PostgreSQL ended while the API was running and was started again on port {Port}")]
    private static partial void LogRestart(ILogger logger, int port);

    [LoggerMessage(Level = LogLevel.Error, Message = "PostgreSQL ended and is not back yet ({Reason}): if it stays away, start the API again")]
    private static partial void LogFailure(ILogger logger, string reason);
}
