using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Todo.Api.Persistence;
using Todo.Api.Security;

namespace Todo.Api.Features.Tasks.UpdateTask;

internal static class UpdateTaskEndpoint
{
    internal static void MapUpdateTask(this RouteGroupBuilder tasks)
    {
        tasks.MapPut("/{task_id}", HandleAsync).WithName("UpdateTask");
        tasks.MapPatch("/{task_id}", HandleAsync).WithName("PatchTask");
    }

    /// <summary>Update a task</summary>
    /// <remarks>PUT and PATCH do the same: they merge. A member that is left out stays as it is.</remarks>
    /// <response code="200">The task as it is now.</response>
    internal static async Task<Results<Ok<TaskResponse>, NotFound>> HandleAsync(
        [FromRoute(Name = "task_id")] TaskId id, UpdateTaskRequest request, CurrentUser user, TodoDbContext db, TimeProvider clock, CancellationToken ct)
    {
        var statement = new UpdateTaskSql(request, user.Id, id.Value, clock.Now());
        var task = await db.Tasks.FromSqlRaw(statement.Text, statement.Arguments).SingleInStatementAsync(ct);

        return task is null ? TypedResults.NotFound() : TypedResults.Ok(TaskResponse.From(task));
    }
}
