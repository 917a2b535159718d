using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Todo.Api.Features.Recurrence;
using Todo.Api.Persistence;
using Todo.Api.Persistence.Entities;
using Todo.Api.Requests;
using Todo.Api.Responses;
using Todo.Api.Responses.Conditional;
using Todo.Api.Security;

namespace Todo.Api.Features.Tasks.UpdateTask;

internal static class UpdateTaskEndpoint
{
    internal static void MapUpdateTask(this RouteGroupBuilder tasks)
    {
        tasks.MapPut("/{task_id}", HandleAsync).WithName("UpdateTask").AnswerConstraints();
        tasks.MapPatch("/{task_id}", HandleAsync).WithName("PatchTask").AnswerConstraints();
    }

    /// <summary>Update a task</summary>
    /// <remarks>PUT and PATCH do the same: they merge. A member that is left out stays as it is.</remarks>
    /// <response code="200">The task as it is now.</response>
    internal static async Task<Results<Ok<TaskResponse>, NotFound, ProblemResult>> HandleAsync(
        [FromRoute(Name = "task_id")] TaskId id, UpdateTaskRequest request, IfMatch ifMatch, CurrentUser user, TodoDbContext db, TimeProvider clock,
        CancellationToken ct)
    {
        var now = clock.Now();
        return !request.MakesSeries && await UpdateAsync(id, request, ifMatch, user, db, now, ct) is { } task
            ? TypedResults.Ok(TaskResponse.From(task))
            : await db.ChangeInSeriesAsync(id, ifMatch, user, now, Change, ct);

        FieldErrors Change(TaskItem task)
        {
            var errors = request.ProblemsWith(task);
            if (!errors.Any)
            {
                request.ApplyTo(task, now);
            }

            return errors;
        }
    }

    /// <summary>Updates a task in one statement, unless it has a series that this changes or goes on with.</summary>
    private static Task<TaskItem?> UpdateAsync(
        TaskId id, UpdateTaskRequest request, IfMatch ifMatch, CurrentUser user, TodoDbContext db, DateTime now, CancellationToken ct)
    {
        // One statement that changes what the request names and nothing else, so that parallel updates of different members all stay.
        var (description, dueDate, tags, listId, parentId) = (request.Description, request.DueDate, request.Tags, request.ListId, request.ParentId);
        return db.SingleInStatementAsync<TaskItem>(
            $"""
            UPDATE tasks SET
                title = coalesce({request.Title.Value}, title),
                description = CASE WHEN {description.IsPresent} THEN {description.Value} ELSE description END,
                completed = coalesce({request.Completed.OrNull()}, completed),
                priority = coalesce({(short?)request.Priority.OrNull()}, priority),
                due_at = CASE WHEN {dueDate.IsPresent} THEN {dueDate.Value?.At} ELSE due_at END,
                due_is_date = CASE WHEN {dueDate.IsPresent} THEN {dueDate.Value?.IsDate ?? false} ELSE due_is_date END,
                tags = CASE WHEN {tags.IsPresent} THEN {tags.Value ?? []} ELSE tags END,
                list_id = CASE WHEN {listId.IsPresent} THEN {listId.Value} ELSE list_id END,
                parent_id = CASE WHEN {parentId.IsPresent} THEN {parentId.Value} ELSE parent_id END,
                time_zone = CASE WHEN {request.TimeZone.IsPresent} THEN {request.TimeZone.Value?.Name} ELSE time_zone END,
                reminders = CASE WHEN {request.Reminders.IsPresent} THEN {Reminder.ToJson(request.Reminders.Value)}::jsonb ELSE reminders END,
                updated_at = {now}
            WHERE user_id = {user.Id} AND id = {id.Value} AND deleted_at IS NULL AND lock_tasks_of({user.Id}) AND ({ifMatch.Versions}::bigint[] IS NULL OR version = ANY({ifMatch.Versions}::bigint[]))
                AND (recurrence IS NULL OR NOT ({request.ChangesSeries} OR {request.Completed.Or(false)} AND NOT completed))
            RETURNING *
            """, ct);
    }
}
