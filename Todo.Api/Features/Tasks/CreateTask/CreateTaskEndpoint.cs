using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Todo.Api.Observability;
using Todo.Api.Persistence;
using Todo.Api.Security;

namespace Todo.Api.Features.Tasks.CreateTask;

internal static class CreateTaskEndpoint
{
    internal static void MapCreateTask(this RouteGroupBuilder tasks) => tasks.MapPost("/", HandleAsync).WithName("CreateTask");

    /// <summary>Create a task</summary>
    /// <response code="201">The task, at the address in the Location header.</response>
    internal static async Task<Created<TaskResponse>> HandleAsync(
        CreateTaskRequest request, CurrentUser user, TodoDbContext db, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.Now();

        // The owner comes along in the same statement: nobody has to register first, and parallel first requests do not collide.
        var task = await db.Tasks.FromSql(
            $"""
            WITH owner AS (INSERT INTO users (id, created_at) VALUES ({user.Id}, {now}) ON CONFLICT (id) DO NOTHING)
            INSERT INTO tasks (user_id, title, description, completed, priority, due_at, due_is_date, created_at, updated_at)
            VALUES ({user.Id}, {request.Title}, {request.Description}, {request.Completed}, {(short)request.Priority},
                    {request.DueDate?.At}, {request.DueDate?.IsDate ?? false}, {now}, {now})
            RETURNING *
            """).SingleInStatementAsync(ct);

        TodoMetrics.TasksCreated.Add(1);
        return TypedResults.Created($"/api/{Uri.EscapeDataString(user.Id)}/tasks/{task!.Id}", TaskResponse.From(task));
    }
}
