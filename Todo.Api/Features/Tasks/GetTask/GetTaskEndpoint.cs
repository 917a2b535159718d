using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Todo.Api.Persistence;
using Todo.Api.Persistence.Entities;
using Todo.Api.Security;

namespace Todo.Api.Features.Tasks.GetTask;

internal static class GetTaskEndpoint
{
    private static readonly CompiledQuery<Func<TodoDbContext, string, long, CancellationToken, Task<TaskItem?>>> Find = new(() => EF.CompileAsyncQuery(
        (TodoDbContext db, string userId, long id, CancellationToken ct) => db.Tasks.OwnedBy(userId).SingleOrDefault(task => task.Id == id)));

    internal static void MapGetTask(this RouteGroupBuilder tasks) => tasks.MapGet("/{task_id}", HandleAsync).WithName("GetTask");

    /// <summary>Get a task</summary>
    /// <response code="200">The task.</response>
    internal static async Task<Results<Ok<TaskResponse>, NotFound>> HandleAsync(
        [FromRoute(Name = "task_id")] TaskId id, CurrentUser user, TodoDbContext db, CancellationToken ct) =>
        await Find.For(db)(db, user.Id, id.Value, ct) is { } task ? TypedResults.Ok(TaskResponse.From(task)) : TypedResults.NotFound();
}
