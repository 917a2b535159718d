using Microsoft.AspNetCore.Http.HttpResults;
using Todo.Api.Observability;
using Todo.Api.Persistence;
using Todo.Api.Persistence.Entities;
using Todo.Api.Security;

namespace Todo.Api.Features.Tasks.CreateTask;

internal static class CreateTaskEndpoint
{
    // The owner comes along in the same statement: nobody has to register first, and parallel first requests do not collide. They count one
    // after the other, so that the number of tasks that stay out of the search index is exact.
    private static readonly string Statement =
        $"""
        WITH owner AS (
            INSERT INTO users (id, created_at, tasks_created) VALUES ($1, $8, 1)
            ON CONFLICT (id) DO UPDATE SET tasks_created = users.tasks_created + 1
            RETURNING tasks_created)
        INSERT INTO tasks (user_id, title, description, completed, priority, due_at, due_is_date, created_at, updated_at, in_search_index)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, (SELECT tasks_created > {TaskItem.OutsideSearchIndex} FROM owner))
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
