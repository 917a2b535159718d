using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Todo.Api.Observability;
using Todo.Api.OpenApi;
using Todo.Api.Persistence;
using Todo.Api.Security;

namespace Todo.Api.Features.Tasks.CreateTask;

internal static class CreateTaskEndpoint
{
    internal static void MapCreateTask(this RouteGroupBuilder tasks) => tasks.MapPost("/", HandleAsync).WithName("CreateTask")
        .WithMetadata(ResponseHeader.Location("/api/n38FQvqdRVXc16ItOEQJgPaeqY6OAeol/tasks/42"));

    /// <summary>Create a task</summary>
    /// <remarks>Only the title is needed.</remarks>
    /// <response code="201">The task, at the address in the Location header.</response>
    internal static async Task<Created<TaskResponse>> HandleAsync(
        CreateTaskRequest request, CurrentUser user, TodoDbContext db, TimeProvider clock, HttpContext http, CancellationToken ct)
    {
        var now = clock.Now();
        var task = request.ToTask(user.Id, now);
        db.Tasks.Add(task);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.ForeignKeyViolation })
        {
            // A user's very first task: a user is known from the first valid token on, and need not register.
            await db.AddUserIfMissingAsync(user.Id, now, ct);
            await db.SaveChangesAsync(ct);
        }

        TodoMetrics.TasksCreated.Add(1);
        return TypedResults.Created($"{http.UserPath()}/tasks/{task.Id}", TaskResponse.From(task));
    }
}
