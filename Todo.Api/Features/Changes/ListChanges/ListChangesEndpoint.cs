using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Todo.Api.Features.Tasks;
using Todo.Api.Features.Trash;
using Todo.Api.Persistence;
using Todo.Api.Persistence.Entities;
using Todo.Api.Responses;
using Todo.Api.Security;

namespace Todo.Api.Features.Changes.ListChanges;

internal static class ListChangesEndpoint
{
    // The token's own row, and behind it the last change of each task with the task as it is in the same snapshot. Numbers of a user are committed in their
    // order, so what this does not see has a higher number than all that it sees.
    private static readonly Func<TodoDbContext, string, long, int, IAsyncEnumerable<ChangedTask>> Query = EF.CompileAsyncQuery(
        (TodoDbContext db, string userId, long number, int rows) => db.TaskChanges
            .Where(change => change.UserId == userId && change.Id >= number
                && (change.Id == number || (change.Type != TaskChangeType.Reminder && !db.TaskChanges.Any(
                    later => later.UserId == userId && later.TaskId == change.TaskId && later.Id > change.Id && later.Type != TaskChangeType.Reminder))))
            .LeftJoin(db.Tasks.Where(task => task.UserId == userId), change => change.TaskId, task => task.Id, (change, task) => new { change, task })
            .OrderBy(pair => pair.change.Id)
            .Take(rows)
            .Select(pair => new ChangedTask(pair.change.Id, pair.change.At, pair.change.TaskId, pair.task)));

    internal static void MapListChanges(this RouteGroupBuilder changes) =>
        changes.MapGet("/changes", HandleAsync).WithName("ListChanges").WithErrors(SyncToken.Expired);

    /// <summary>List what changed</summary>
    /// <remarks>
    /// Keeps a copy in sync: take the token, then list the tasks, then ask for changes since the token, again and again. Each task comes once, as it is now.
    /// No change is ever skipped, and applying one twice does no harm. After a 410 start over.
    /// </remarks>
    /// <response code="200">What is different since the token, and the token to go on from.</response>
    internal static async Task<Results<Ok<ChangesResponse>, ProblemResult>> HandleAsync(
        ListChangesRequest request, CurrentUser user, TodoDbContext db, TimeProvider clock, TrashSettings trash, CancellationToken ct)
    {
        if (request.Since is not { } since)
        {
            var first = await SyncToken.OfNowAsync(db, user.Id, clock, ct);
            return TypedResults.Ok(new ChangesResponse([], [], first.ToString(), HasMore: false));
        }

        var now = clock.Now();
        var rows = await Query(db, user.Id, since.Number, request.Limit + 2).ToListAsync(ct);
        var isKnown = rows is [var row, ..] && (row.Number, row.At) == (since.Number, since.At);
        if (since.IsTooOld(clock, trash) || (since.Number > 0 && !isKnown))
        {
            return new ProblemResult(SyncToken.Expired);
        }

        var changes = rows.Skip(isKnown ? 1 : 0).Take(request.Limit).ToList();
        var hasMore = rows.Count > changes.Count + (isKnown ? 1 : 0);
        var last = changes is [.., var (number, at, _, _)] ? new SyncToken(number, at, since.IssuedAt) : since;

        // With nothing left, all that is missing is committed from now on; else there may be rows that are as old as the token.
        var next = hasMore ? last : last with { IssuedAt = now };
        return TypedResults.Ok(new ChangesResponse(
            [.. changes.Select(change => change.Task).OfType<TaskItem>().Select(TaskResponse.From)],
            [.. changes.Where(change => change.Task is null).Select(change => change.TaskId)],
            next.ToString(),
            hasMore));
    }

    /// <summary>The last change of a task, and the task where it is neither in the trash nor gone.</summary>
    private sealed record ChangedTask(long Number, DateTime At, long TaskId, TaskItem? Task);
}
