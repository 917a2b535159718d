using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Todo.Api.Features.Tasks;
using Todo.Api.Persistence;
using Todo.Api.Responses;
using Todo.Api.Responses.Conditional;
using Todo.Api.Security;

namespace Todo.Api.Features.Lists.DeleteList;

internal static class DeleteListEndpoint
{
    internal static void MapDeleteList(this RouteGroupBuilder lists) => lists.MapDelete("/{list_id}", HandleAsync).WithName("DeleteList")
        .WithErrors(ListErrors.NotEmpty);

    /// <summary>Delete a list</summary>
    /// <remarks>
    /// A list with tasks needs a word on them: <c>?tasks=keep</c> or <c>?tasks=trash</c>, else it is a 409. Those of its tasks that are in the trash already stay there.
    /// </remarks>
    /// <response code="204">The list is gone.</response>
    internal static async Task<Results<NoContent, NotFound, ProblemResult>> HandleAsync(
        [FromRoute(Name = "list_id")] ListId id, DeleteListRequest request, IfMatch ifMatch, CurrentUser user, TodoDbContext db, TimeProvider clock, CancellationToken ct)
    {
        await using var own = await db.LockTasksAsync(user, ct);
        var list = await db.Lists.FromSql($"SELECT * FROM lists WHERE user_id = {user.Id} AND id = {id.Value} FOR UPDATE").SingleOrDefaultAsync(ct);
        if (list is null)
        {
            return TypedResults.NotFound();
        }

        if (!ifMatch.Matches(list.Version))
        {
            return new ProblemResult(ApiError.PreconditionFailed, current: ListResponse.From(list));
        }

        if (list.Total > 0 && request.Tasks is null)
        {
            return new ProblemResult(ListErrors.NotEmpty);
        }

        // In one statement, after which the trigger finds no list any more: else it would count each of the tasks. What is below a task goes to the trash with
        // that task, by the trigger, so that it comes back with it.
        var (now, isTrash) = (clock.Now(), request.Tasks is FateOfTasks.Trash);
        await db.Database.ExecuteSqlAsync(
            $"""
            WITH RECURSIVE gone AS (DELETE FROM lists WHERE user_id = {user.Id} AND id = {id.Value}),
            below AS (
                SELECT child.id FROM tasks AS parent JOIN tasks AS child ON child.user_id = parent.user_id AND child.parent_id = parent.id
                WHERE parent.user_id = {user.Id} AND parent.list_id = {id.Value} AND parent.deleted_at IS NULL AND child.deleted_at IS NULL
                UNION
                SELECT child.id FROM below JOIN tasks AS child ON child.user_id = {user.Id} AND child.parent_id = below.id AND child.deleted_at IS NULL)
            UPDATE tasks SET
                list_id = NULL,
                deleted_at = CASE WHEN {isTrash} AND deleted_at IS NULL AND id NOT IN (SELECT id FROM below) THEN {now} ELSE deleted_at END,
                updated_at = {now}
            WHERE user_id = {user.Id} AND list_id = {id.Value} AND lock_tasks_of({user.Id})
            """, ct);
        if (own is not null)
        {
            await own.CommitAsync(ct);
        }

        return TypedResults.NoContent();
    }
}
