using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Todo.Api.Persistence;
using Todo.Api.Persistence.Entities;
using Todo.Api.Requests;
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
        // One statement that changes what the request names and nothing else, so that parallel updates of different members all stay.
        var (description, dueDate) = (request.Description, request.DueDate);
        var task = await db.SingleInStatementAsync<TaskItem>(
            $"""
            UPDATE tasks SET (title, description, completed, priority, due_at, due_is_date, updated_at) = (
                SELECT new.*, CASE
                    WHEN (new.*) IS DISTINCT FROM (tasks.title, tasks.description, tasks.completed, tasks.priority, tasks.due_at, tasks.due_is_date)
                    THEN greatest({clock.Now()}, tasks.updated_at + interval '1 microsecond') ELSE tasks.updated_at END
                FROM (SELECT
                    coalesce({request.Title.Value}, tasks.title)::varchar,
                    CASE WHEN {description.IsPresent} THEN {description.Value} ELSE tasks.description END::varchar,
                    coalesce({request.Completed.OrNull()}, tasks.completed),
                    coalesce({(short?)request.Priority.OrNull()}, tasks.priority),
                    CASE WHEN {dueDate.IsPresent} THEN {dueDate.Value?.At} ELSE tasks.due_at END,
                    CASE WHEN {dueDate.IsPresent} THEN {dueDate.Value?.IsDate ?? false} ELSE tasks.due_is_date END) new)
            WHERE user_id = {user.Id} AND id = {id.Value}
            RETURNING *
            """, ct);

        return task is null ? TypedResults.NotFound() : TypedResults.Ok(TaskResponse.From(task));
    }
}
