using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Todo.Api.Persistence;
using Todo.Api.Security;

namespace Todo.Api.Features.Tasks.GetTask;

internal static class GetTaskEndpoint
{
    private static readonly Func<TodoDbContext, string, long, CancellationToken, Task<TaskResponse?>> Query = EF.CompileAsyncQuery(
        (TodoDbContext db, string userId, long id, CancellationToken ct) =>
            db.Tasks.Where(task => task.UserId == userId && task.Id == id).Select(TaskResponse.Projection).FirstOrDefault());

    internal static void MapGetTask(this RouteGroupBuilder tasks) => tasks.MapGet("/{task_id}", HandleAsync).WithName("GetTask");

    /// <summary>Get a task</summary>
    /// <remarks>The same members as in the list.</remarks>
    /// <response code="200">The task.</response>
    internal static async Task<Results<Ok<TaskResponse>, NotFound>> HandleAsync(
        [FromRoute(Name = "task_id")] TaskId id, CurrentUser user, TodoDbContext db, CancellationToken ct) =>
        await Query(db, user.Id, id.Value, ct) is { } task ? TypedResults.Ok(task) : TypedResults.NotFound();
}
