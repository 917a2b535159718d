using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Todo.Api.Persistence;
using Todo.Api.Requests;
using Todo.Api.Security;

namespace Todo.Api.Features.Tasks.UpdateTask;

internal static class UpdateTaskEndpoint
{
    private const string Columns = "title, description, completed, priority, due_at, due_is_date";

    private const string Values =
        """
        coalesce($3, title), CASE WHEN $4 THEN $5 ELSE description END, coalesce($6, completed), coalesce($7, priority),
        CASE WHEN $8 THEN $9 ELSE due_at END, CASE WHEN $8 THEN $10 ELSE due_is_date END
        """;

    // One statement that changes what the request names and nothing else, so that parallel updates of different members all stay.
    private const string Statement =
        $"""
        UPDATE tasks
        SET ({Columns}, updated_at) = ROW({Values}, CASE WHEN ROW({Columns}) IS DISTINCT FROM ROW({Values})
            THEN greatest($11, updated_at + interval '1 microsecond') ELSE updated_at END)
        WHERE user_id = $1 AND id = $2
        RETURNING {TaskResponse.Columns}
        """;

    internal static void MapUpdateTask(this RouteGroupBuilder tasks)
    {
        tasks.MapPut("/{task_id}", HandleAsync).WithName("UpdateTask");
        tasks.MapPatch("/{task_id}", HandleAsync).WithName("PatchTask");
    }

    /// <summary>Update a task</summary>
    /// <remarks>PUT and PATCH do the same: they merge. A member that is left out stays as it is.</remarks>
    /// <response code="200">The task as it is now.</response>
    internal static async Task<Results<Ok<TaskResponse>, NotFound>> HandleAsync(
        [FromRoute(Name = "task_id")] TaskId id, UpdateTaskRequest request, CurrentUser user, Database db, TimeProvider clock, CancellationToken ct)
    {
        var task = await db.FirstAsync(
            Statement,
            [
                user.Id, id.Value,
                request.Title.Value,
                request.Description.IsPresent, request.Description.Value,
                request.Completed.OrNull(), request.Priority.OrNull(),
                request.DueDate.IsPresent, request.DueDate.Value?.At, request.DueDate.Value?.IsDate ?? false,
                clock.Now(),
            ],
            TaskResponse.Of(user),
            ct);

        return task is null ? TypedResults.NotFound() : TypedResults.Ok(task);
    }
}
