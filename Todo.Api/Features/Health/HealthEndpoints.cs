using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Todo.Api.OpenApi;
using Todo.Api.Persistence;
using Todo.Api.Responses;
using Todo.Api.Security;

namespace Todo.Api.Features.Health;

/// <summary>
/// What load balancers and people ask: does the process answer, and does the database. Endpoints like all others, because the framework's own for
/// health checks are not in the OpenAPI document.
/// </summary>
internal static class HealthEndpoints
{
    internal static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("").AllowAnyone().WithMetadata(new DocumentTag("Health", "For load balancers and people."));

        // Not shed under overload: the answer would be to restart a process that is only busy.
        health.MapGet("/health/live", Live).WithName("GetLiveness").DisableRateLimiting();
        health.MapGet("/health/ready", ReadyAsync).WithName("GetReadiness").WithErrors(ApiError.ServiceUnavailable);
        health.MapGet("/health", ["/api/health"], SummaryAsync).WithName("GetHealth").WithErrors(ApiError.ServiceUnavailable);
    }

    /// <summary>Whether the process answers</summary>
    /// <remarks>Under overload, too: it says when to restart the process.</remarks>
    /// <response code="200">It does.</response>
    internal static Ok<HealthResponse> Live() => TypedResults.Ok(new HealthResponse("healthy"));

    /// <summary>Whether the database answers, too, with the tables of this version</summary>
    /// <remarks>It says whether to send requests here.</remarks>
    /// <response code="200">It does.</response>
    internal static async Task<Results<Ok<HealthResponse>, ProblemResult>> ReadyAsync(HealthCheckService checks, CancellationToken ct)
    {
        var report = await CheckAsync(checks, ct);
        return report.Status == HealthStatus.Healthy ? Live() : new ProblemResult(ApiError.ServiceUnavailable);
    }

    /// <summary>Readiness with timings</summary>
    /// <remarks>Also at <c>/api/health</c>.</remarks>
    /// <response code="200">The database answered, and how fast.</response>
    internal static async Task<Results<Ok<HealthResponse>, ProblemResult>> SummaryAsync(HealthCheckService checks, CancellationToken ct)
    {
        var report = await CheckAsync(checks, ct);
        return report.Status == HealthStatus.Healthy
            ? TypedResults.Ok(new HealthResponse("healthy", report.TotalDuration.TotalMilliseconds))
            : new ProblemResult(ApiError.ServiceUnavailable);
    }

    private static Task<HealthReport> CheckAsync(HealthCheckService checks, CancellationToken ct) =>
        checks.CheckHealthAsync(check => check.Tags.Contains(DatabaseHealthCheck.Tag), ct);
}

/// <summary>How the service is.</summary>
/// <param name="Status">Always healthy: the unhealthy answer is a problem document with status 503.</param>
/// <param name="DatabaseMs">How long the database took to answer, in milliseconds; only with timings.</param>
/// <example>{ "status": "healthy", "database_ms": 0.8 }</example>
internal sealed record HealthResponse(string Status, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? DatabaseMs = null);
