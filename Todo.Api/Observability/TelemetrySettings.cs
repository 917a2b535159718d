using Todo.Api.Settings;

namespace Todo.Api.Observability;

internal static class TelemetrySettings
{
    /// <summary>Where traces, metrics and logs go; nothing where none are collected. The exporter reads the variable, and those beside it, itself.</summary>
    internal static Uri? From(AppSettings settings) => settings.Address("OTEL_EXPORTER_OTLP_ENDPOINT");
}
