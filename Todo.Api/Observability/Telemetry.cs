using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Todo.Api.Observability;

/// <summary>
/// Sends to a collector what .NET and Npgsql measure themselves. The SDK is started by hand because its hosting package cannot be had; no
/// instrumentation package is needed.
/// </summary>
internal static class Telemetry
{
    private const string ServiceName = "todo-api";

    internal static IServiceCollection AddTelemetry(this IServiceCollection services, Uri? collector)
    {
        if (collector is null)
        {
            return services;
        }

        services.AddSingleton(_ => Create());
        services.AddHostedService<Starting>();
        services.AddSingleton<ILoggerProvider>(provider => new ForwardedLogs(provider.GetRequiredService<OpenTelemetrySdk>()));
        return services;
    }

    private static OpenTelemetrySdk Create() => OpenTelemetrySdk.Create(telemetry => telemetry
        .ConfigureResource(resource => resource.AddService(ServiceName))
        .WithTracing(traces => traces.AddSource("Microsoft.AspNetCore", "Npgsql", "System.Net.Http"))
        .WithMetrics(metrics => metrics.AddMeter(
            "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Diagnostics", "System.Net.Http", "System.Runtime", "Npgsql",
            TodoMetrics.Name))
        .WithLogging(static _ => { }, logs => logs.IncludeFormattedMessage = true)
        .UseOtlpExporter());

    /// <summary>Begins with the host; what was gathered last is sent when the container ends the SDK.</summary>
    private sealed class Starting(OpenTelemetrySdk sdk) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            _ = sdk;
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    /// <summary>Hands on to the SDK what is logged here.</summary>
    private sealed class ForwardedLogs(OpenTelemetrySdk sdk) : ILoggerProvider
    {
        private readonly ILoggerFactory _factory = sdk.GetLoggerFactory();

        public ILogger CreateLogger(string categoryName) => _factory.CreateLogger(categoryName);

        // The SDK belongs to the container.
        public void Dispose()
        {
        }
    }
}
