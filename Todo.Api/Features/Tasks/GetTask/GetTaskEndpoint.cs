using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Todo.Api.Persistence;
using Todo.Api.Security;

namespace Todo.Api.Features.Tasks.GetTask;

internal static class GetTaskEndpoint
{
    private const string Statement = $"SELECT {TaskResponse.Columns} FROM tasks WHERE user_id = $1 AND id = $2";

    internal static void MapGetTask(this RouteGroupBuilder tasks) => tasks.MapGet("/{task_id}", HandleAsync).WithName("GetTask");

    /// <summary>Get a task</summary>
    /// <response code="200">The task.</response>
    internal static async Task<Results<Ok<TaskResponse>, NotFound>> HandleAsync(
        [FromRoute(Name = "task_id")] TaskId id, CurrentUser user, Database db, CancellationToken ct) =>
        await db.FirstAsync(Statement, [user.Id, id.Value], TaskResponse.Of(user), ct) is { } task ? TypedResults.Ok(task) : TypedResults.NotFound();
}
