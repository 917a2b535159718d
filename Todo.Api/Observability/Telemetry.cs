using OpenTelemetry;
using OpenTelemetry.Resources;
using Todo.Api.Settings;

namespace Todo.Api.Observability;

/// <summary>Sends to a collector what .NET, Npgsql and this application measure themselves; instrumentation packages would only repeat these names.</summary>
internal static class Telemetry
{
    private const string ServiceName = "todo-api";

    /// <summary>Where traces, metrics and logs go; nothing where nobody collects them. The exporter reads the variable, and those beside it, itself.</summary>
    internal static Uri? CollectorFrom(AppSettings settings) => settings.Address("OTEL_EXPORTER_OTLP_ENDPOINT");

    internal static IServiceCollection AddTelemetry(this IServiceCollection services, Uri? collector)
    {
        if (collector is null)
        {
            return services;
        }

        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(ServiceName))
            .WithTracing(traces => traces.AddSource("Microsoft.AspNetCore", "Npgsql", "System.Net.Http"))
            .WithMetrics(metrics => metrics.AddMeter(
                "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Diagnostics", "System.Net.Http", "System.Runtime",
                "Npgsql", TodoMetrics.Name))
            .WithLogging(_ => { }, logs => logs.IncludeFormattedMessage = true)
            .UseOtlpExporter();
        return services;
    }
}
