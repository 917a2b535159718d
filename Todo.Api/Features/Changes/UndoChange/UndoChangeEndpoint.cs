using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Todo.Api.Features.Tasks;
using Todo.Api.Persistence;
using Todo.Api.Persistence.Entities;
using Todo.Api.Responses;
using Todo.Api.Security;

namespace Todo.Api.Features.Changes.UndoChange;

internal static class UndoChangeEndpoint
{
    private const string Changed = "The task has changed since, so this cannot be undone alone. Undo what came later first, or edit the task.";

    internal static void MapUndoChange(this RouteGroupBuilder changes) => changes.MapPost("/changes/{change_id}/undo", HandleAsync).WithName("UndoChange")
        .WithNotFound(ChangeErrors.NotFound)
        .WithErrors(ApiError.Conflict);

    /// <summary>Undo a change</summary>
    /// <remarks>Sets back what the change set, if none of it has changed since. A created task goes to the trash, a deleted one comes back. An undo can be undone, too.</remarks>
    /// <response code="200">The task as it was before the change; with `deleted_at` where it is in the trash.</response>
    internal static async Task<Results<Ok<TaskResponse>, NotFound, ProblemResult>> HandleAsync(
        [FromRoute(Name = "change_id")] ChangeId id, CurrentUser user, TodoDbContext db, TimeProvider clock, CancellationToken ct)
    {
        // Each member that the change set must still be as the change left it, and the day or instant of a due date counts as one. What was created was not there
        // before: it goes to the trash.
        var now = clock.Now();
        var (task, refused) = await TaskConstraints.RunAsync(db, async () => await db.SingleInStatementAsync<TaskItem>(
            $"""
            UPDATE tasks SET
                title = coalesce(before ->> 'title', title),
                description = CASE WHEN before ? 'description' THEN before ->> 'description' ELSE description END,
                completed = coalesce((before ->> 'completed')::boolean, completed),
                priority = coalesce((before ->> 'priority')::smallint, priority),
                due_at = CASE WHEN before ? 'due_at' THEN (before ->> 'due_at')::timestamp AT TIME ZONE 'UTC' ELSE due_at END,
                due_is_date = coalesce((before ->> 'due_is_date')::boolean, due_is_date),
                deleted_at = CASE WHEN before ? 'deleted_at' THEN (before ->> 'deleted_at')::timestamp AT TIME ZONE 'UTC' ELSE deleted_at END,
                tags = CASE WHEN before ? 'tags' THEN ARRAY(SELECT jsonb_array_elements_text(before -> 'tags')) ELSE tags END,
                list_id = CASE WHEN before ? 'list_id' THEN (SELECT lists.id FROM lists WHERE lists.user_id = owner AND lists.id = (before ->> 'list_id')::bigint) ELSE list_id END,
                parent_id = CASE WHEN before ? 'parent_id' THEN (before ->> 'parent_id')::bigint ELSE parent_id END,
                moved_to = CASE WHEN before ? 'moved_to' THEN before ->> 'moved_to' ELSE moved_to END,
                recurrence = CASE WHEN before ? 'recurrence' THEN before ->> 'recurrence' ELSE recurrence END,
                recurrence_from = CASE WHEN before ? 'recurrence_from' THEN (before ->> 'recurrence_from')::smallint ELSE recurrence_from END,
                time_zone = CASE WHEN before ? 'time_zone' THEN before ->> 'time_zone' ELSE time_zone END,
                series_start = CASE WHEN before ? 'series_start' THEN (before ->> 'series_start')::timestamp AT TIME ZONE 'UTC' ELSE series_start END,
                series_index = CASE WHEN before ? 'series_index' THEN (before ->> 'series_index')::int ELSE series_index END,
                reminders = CASE WHEN before ? 'reminders' THEN nullif(before -> 'reminders', 'null') ELSE reminders END,
                updated_at = {now}
            FROM (
                SELECT user_id AS owner, task_id, coalesce(before, jsonb_build_object('deleted_at', {now} AT TIME ZONE 'UTC')) AS before, after
                FROM task_changes WHERE user_id = {user.Id} AND id = {id.Value} AND after IS NOT NULL AND type <> 8 AND before IS DISTINCT FROM jsonb_build_object()) AS change
            WHERE user_id = owner AND id = task_id AND lock_tasks_of({user.Id})
                AND (NOT before ? 'title' OR title = after ->> 'title')
                AND (NOT before ? 'description' OR description IS NOT DISTINCT FROM after ->> 'description')
                AND (NOT before ? 'completed' OR completed = (after ->> 'completed')::boolean)
                AND (NOT before ? 'priority' OR priority = (after ->> 'priority')::smallint)
                AND (NOT before ?| ARRAY['due_at', 'due_is_date']
                    OR (due_at AT TIME ZONE 'UTC', due_is_date) IS NOT DISTINCT FROM ((after ->> 'due_at')::timestamp, (after ->> 'due_is_date')::boolean))
                AND (NOT before ? 'tags' OR to_jsonb(tags) = coalesce(after -> 'tags', '[]'))
                AND (NOT before ? 'list_id' OR list_id IS NOT DISTINCT FROM (after ->> 'list_id')::bigint)
                AND (NOT before ? 'parent_id' OR parent_id IS NOT DISTINCT FROM (after ->> 'parent_id')::bigint)
                AND (NOT before ? 'moved_to' OR moved_to IS NOT DISTINCT FROM after ->> 'moved_to')
                AND (NOT before ?| ARRAY['recurrence', 'recurrence_from', 'time_zone', 'series_start', 'series_index'] OR (recurrence, recurrence_from, time_zone)
                    IS NOT DISTINCT FROM (after ->> 'recurrence', (after ->> 'recurrence_from')::smallint, after ->> 'time_zone'))
                AND (NOT before ? 'reminders' OR reminders IS NOT DISTINCT FROM after -> 'reminders')
                AND CASE WHEN before ? 'deleted_at' THEN deleted_at AT TIME ZONE 'UTC' IS NOT DISTINCT FROM (after ->> 'deleted_at')::timestamp ELSE deleted_at IS NULL END
            RETURNING tasks.*
            """, ct), ct);
        if (task is not null)
        {
            return TypedResults.Ok(TaskResponse.From(task));
        }

        var current = await db.TaskChanges.OwnedBy(user.Id).Where(change => change.Id == id.Value && change.After != null && change.Before != "{}" && change.Type != TaskChangeType.Reminder)
            .Join(db.Tasks.OwnedBy(user.Id).IgnoreQueryFilters(), change => change.TaskId, task => task.Id, (_, task) => task)
            .Select(TaskResponse.Projection).FirstOrDefaultAsync(ct);
        return current is null ? TypedResults.NotFound() : new ProblemResult(ApiError.Conflict, refused is null ? Changed : $"This cannot be undone now. {refused.Summary}", current: current);
    }
}
