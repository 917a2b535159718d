using Microsoft.AspNetCore.Http.HttpResults;
using Todo.Api.Observability;
using Todo.Api.OpenApi;
using Todo.Api.Persistence;
using Todo.Api.Persistence.Entities;
using Todo.Api.Security;

namespace Todo.Api.Features.Tasks.CreateTask;

internal static class CreateTaskEndpoint
{
    internal static void MapCreateTask(this RouteGroupBuilder tasks) => tasks.MapPost("/", HandleAsync).WithName("CreateTask")
        .AnswerConstraints()
        .WithMetadata(ResponseHeader.Location("/api/n38FQvqdRVXc16ItOEQJgPaeqY6OAeol/tasks/42"));

    /// <summary>Create a task</summary>
    /// <remarks>Only the title is needed.</remarks>
    /// <response code="201">The task, at the address in the Location header.</response>
    internal static async Task<Created<TaskResponse>> HandleAsync(
        CreateTaskRequest request, CurrentUser user, TodoDbContext db, TimeProvider clock, HttpContext http, CancellationToken ct)
    {
        // A user is known from the first valid token on, and need not register. They are there before the task, whose tags belong to them.
        var (now, dueDate) = (clock.Now(), request.DueDate);
        var task = await db.SingleInStatementAsync<TaskItem>(
            $"""
            WITH owner AS (INSERT INTO users (id, created_at) VALUES ({user.Id}, {now}) ON CONFLICT DO NOTHING RETURNING id)
            INSERT INTO tasks (user_id, title, description, completed, priority, due_at, due_is_date, tags, list_id, parent_id, reminders, created_at, updated_at)
            SELECT {user.Id}, {request.Title}, {request.Description}, {request.Completed}, {(short)(request.Priority ?? TaskItem.DefaultPriority)},
                {dueDate?.At}::timestamptz, {dueDate?.IsDate ?? false}, {request.Tags ?? []}, {request.ListId}::bigint, {request.ParentId}::bigint, {Reminder.ToJson(request.Reminders)}::jsonb, {now}, {now}
            FROM (SELECT count(*) FROM owner) AS known
            RETURNING *
            """, ct);

        TodoMetrics.TasksCreated.Add(1);
        return TypedResults.Created($"{http.UserPath()}/tasks/{task!.Id}", TaskResponse.From(task));
    }
}
