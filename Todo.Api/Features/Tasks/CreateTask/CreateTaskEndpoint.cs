using Microsoft.AspNetCore.Http.HttpResults;
using Todo.Api.Observability;
using Todo.Api.Persistence;
using Todo.Api.Security;

namespace Todo.Api.Features.Tasks.CreateTask;

internal static class CreateTaskEndpoint
{
    // The owner comes along in the same statement: nobody has to register first, and parallel first requests do not collide.
    private const string Statement =
        $"""
        WITH owner AS (INSERT INTO users (id, created_at) VALUES ($1, $8) ON CONFLICT (id) DO NOTHING)
        INSERT INTO tasks (user_id, title, description, completed, priority, due_at, due_is_date, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)
        RETURNING {TaskResponse.Columns}
        """;

    internal static void MapCreateTask(this RouteGroupBuilder tasks) => tasks.MapPost("/", HandleAsync).WithName("CreateTask");

    /// <summary>Create a task</summary>
    /// <response code="201">The task, at the address in the Location header.</response>
    internal static async Task<Created<TaskResponse>> HandleAsync(
        CreateTaskRequest request, CurrentUser user, Database db, TimeProvider clock, CancellationToken ct)
    {
        var task = await db.FirstAsync(
            Statement,
            [
                user.Id, request.Title, request.Description, request.Completed, request.Priority,
                request.DueDate?.At, request.DueDate?.IsDate ?? false, clock.Now(),
            ],
            TaskResponse.Read,
            ct);

        TodoMetrics.TasksCreated.Add(1);
        return TypedResults.Created($"/api/{Uri.EscapeDataString(user.Id)}/tasks/{task!.Id}", task);
    }
}
