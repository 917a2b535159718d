using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Todo.Api.Features.Tasks;
using Todo.Api.Limits;
using Todo.Api.Observability;
using Todo.Api.Persistence;
using Todo.Api.Persistence.Connection;
using Todo.Api.Persistence.Entities;
using Todo.Api.Responses;
using Todo.Api.Security;

namespace Todo.Api.Features.Batch.RunBatch;

internal static class RunBatchEndpoint
{
    private const string Start = "batch";

    internal static void MapRunBatch(this RouteGroupBuilder batch) =>
        batch.MapPost("/", HandleAsync).WithName("RunBatch").WithErrors(TaskErrors.NotFound, ApiError.PreconditionFailed);

    /// <summary>Run a batch of operations</summary>
    /// <remarks>
    /// They are carried out in their order, by the rules of single requests and in one transaction. One that fails has a problem document in its place, and the
    /// others are done. With <c>"atomic": true</c> nothing is done if one fails: the answer is then its problem document, whose <c>results</c> have
    /// a 424 for each of the others. Each operation counts for the rate limit as one request does; the body may have 1 MiB.
    /// </remarks>
    /// <response code="200">One result for each operation.</response>
    internal static async Task<Results<Ok<BatchResponse>, ProblemResult, JsonHttpResult<Problem>>> HandleAsync(
        RunBatchRequest request, CurrentUser user, TodoDbContext db, OperationReader reader, RateLimits limits, TimeProvider clock, HttpContext http,
        CancellationToken ct)
    {
        // As one request it has been counted.
        if (await limits.TakeAsync(http, request.Operations.Count - 1) is { } refusal)
        {
            return refusal;
        }

        var now = clock.Now();
        var operations = reader.Read(request.Operations);
        var run = new BatchRun(db, user, now, operations, stopAtFailure: request.Atomic, Describe);

        // There may be a transaction already that goes on, whatever becomes of the batch: an Idempotency-Key keeps the answer in it.
        var around = db.Database.CurrentTransaction;
        await using var own = around is null ? await WholeTransaction.BeginAsync(db, ct) : null;
        if (around is not null)
        {
            await around.CreateSavepointAsync(Start, ct);
        }

        var results = await run.RunAsync(ct);
        if (request.Atomic && results[^1].Problem is { } problem)
        {
            if (around is not null)
            {
                await around.RollbackToSavepointAsync(Start, ct);
                db.ChangeTracker.Entries<TaskItem>().ToList().ForEach(task => task.State = EntityState.Detached);
            }

            var notDone = Describe(BatchErrors.NotDone, null, null);
            var all = operations.Select((_, index) => BatchResult.Failed(index == results.Count - 1 ? problem : notDone)).ToList();
            return TypedResults.Json(
                problem with { Detail = $"Nothing was done, because operation {results.Count} failed: {problem.Detail}", Results = all },
                contentType: "application/problem+json",
                statusCode: problem.Status);
        }

        if (own is not null)
        {
            await own.CommitAsync(ct);
        }

        TodoMetrics.TasksCreated.Add(results.Count(result => result.Status == StatusCodes.Status201Created));
        return TypedResults.Ok(new BatchResponse(results));

        Problem Describe(ApiError error, FieldErrors? errors, TaskResponse? current) =>
            Problem.From(error, now, RequestIds.Get(http), detail: null, errors, current);
    }
}
