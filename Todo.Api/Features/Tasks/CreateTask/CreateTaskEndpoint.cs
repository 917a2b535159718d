using Microsoft.AspNetCore.Http.HttpResults;
using Todo.Api.Features.Recurrence;
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
        var task = request.ToTask(user.Id, clock.Now());
        var created = task is { Completed: true, Recurrence: not null }
            ? await db.CreateInSeriesAsync(task, user, ct)
            : TaskResponse.From((await InsertAsync(task, user, db, ct))!);

        TodoMetrics.TasksCreated.Add(1);
        return TypedResults.Created($"{http.UserPath()}/tasks/{created.Id}", created);
    }

    // A user is known from the first valid token on, and need not register. They are there before the task, whose tags belong to them.
    private static Task<TaskItem?> InsertAsync(TaskItem task, CurrentUser user, TodoDbContext db, CancellationToken ct) => db.SingleInStatementAsync<TaskItem>(
        $"""
        WITH owner AS (INSERT INTO users (id, created_at) VALUES ({user.Id}, {task.CreatedAt}) ON CONFLICT DO NOTHING RETURNING id)
        INSERT INTO tasks (user_id, title, description, completed, priority, due_at, due_is_date, tags, list_id, parent_id,
            recurrence, recurrence_from, time_zone, series_start, series_index, reminders, created_at, updated_at)
        SELECT {user.Id}, {task.Title}, {task.Description}, {task.Completed}, {(short)task.Priority}, {task.DueAt}::timestamptz, {task.DueIsDate}, {task.Tags},
            {task.ListId}::bigint, {task.ParentId}::bigint, {task.Recurrence}, {(short?)task.RecurrenceFrom}::smallint, {task.TimeZone},
            {task.SeriesStart}::timestamptz, {task.SeriesIndex}::int, {task.Reminders}::jsonb, {task.CreatedAt}, {task.UpdatedAt}
        FROM (SELECT count(*) FROM owner) AS known
        RETURNING *
        """, ct);
}
