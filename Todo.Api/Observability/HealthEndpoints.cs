using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Todo.Api.OpenApi;
using Todo.Api.Persistence;
using Todo.Api.Responses;
using Todo.Api.Security;

namespace Todo.Api.Observability;

/// <summary>What load balancers and people ask: does the process answer, and does the database.</summary>
internal static class HealthEndpoints
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    internal static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health").AllowAnyone().WithTags("Health");

        health.MapMethods("/live", Methods, Live).WithName("GetLiveness");
        health.MapMethods("/ready", Methods, ReadyAsync).WithName("GetReadiness").WithErrors(ApiError.ServiceUnavailable);
        health.MapMethods("/", Methods, SummaryAsync).WithName("GetHealth").WithErrors(ApiError.ServiceUnavailable);
    }

    /// <summary>Whether the process answers</summary>
    /// <response code="200">It does.</response>
    internal static Ok<HealthResponse> Live() => TypedResults.Ok(new HealthResponse("healthy", null));

    /// <summary>Whether the database answers, too, with the tables of this version</summary>
    /// <response code="200">It does.</response>
    internal static async Task<Results<Ok<HealthResponse>, ProblemResult>> ReadyAsync(DatabaseState state, CancellationToken ct)
    {
        var result = await SummaryAsync(state, ct);
        return result.Result is Ok<HealthResponse> ? TypedResults.Ok(new HealthResponse("healthy", null)) : result;
    }

    /// <summary>Readiness with timings</summary>
    /// <response code="200">The database answered, and how fast.</response>
    internal static async Task<Results<Ok<HealthResponse>, ProblemResult>> SummaryAsync(DatabaseState state, CancellationToken ct)
    {
        var start = Stopwatch.GetTimestamp();
        return await state.IsReadyAsync(ct)
            ? TypedResults.Ok(new HealthResponse("healthy", Stopwatch.GetElapsedTime(start).TotalMilliseconds))
            : new ProblemResult(ApiError.ServiceUnavailable);
    }
}

/// <summary>How the service is.</summary>
/// <param name="Status">Always healthy: the unhealthy answer is a problem document with status 503.</param>
/// <param name="DatabaseMs">How long the database took to answer, in milliseconds.</param>
[Example("""{ "status": "healthy", "database_ms": 0.8 }""")]
internal sealed record HealthResponse(string Status, double? DatabaseMs);
