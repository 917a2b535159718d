using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Todo.Api.Features.Tasks;
using Todo.Api.OpenApi;
using Todo.Api.Persistence;
using Todo.Api.Persistence.Entities;
using Todo.Api.Responses;
using Todo.Api.Security;

namespace Todo.Api.Features.Changes.GetHistory;

internal static class GetHistoryEndpoint
{
    private const string NoMembers = "{}";

    // From the task, in the trash or not: one without changes that far back has an empty list, and one that is not there has none. Reminders are no history,
    // and neither are new counts of subtasks, whose rows have no members.
    internal static readonly Func<TodoDbContext, string, long, long, int, CancellationToken, Task<List<TaskChange>?>> Query = EF.CompileAsyncQuery(
        (TodoDbContext db, string userId, long id, long before, int count, CancellationToken ct) =>
            db.Tasks.Where(task => task.UserId == userId && task.Id == id).IgnoreQueryFilters()
                .Select(task => db.TaskChanges
                    .Where(change => change.UserId == userId && change.TaskId == id && change.Id < before && change.Before != NoMembers && change.Type != TaskChangeType.Reminder)
                    .OrderByDescending(change => change.Id).Take(count).ToList())
                .FirstOrDefault());

    internal static void MapGetHistory(this RouteGroupBuilder changes) => changes.MapGet("/tasks/{task_id}/history", HandleAsync).WithName("GetHistory").MayReadFromReplica()
        .WithNotFound(TaskErrors.NotFound)
        .WithMetadata(new ResponseHeader("Link", "Older changes (RFC 8288): `next`.",
            "</api/n38FQvqdRVXc16ItOEQJgPaeqY6OAeol/tasks/42/history?limit=100&cursor=bGlzdC40Mi4>; rel=\"next\""));

    /// <summary>Get the history of a task</summary>
    /// <remarks>Newest first, 100 at a time, unless asked for otherwise; of a task in the trash, too. It reaches back as far as the trash does.</remarks>
    /// <response code="200">The changes; the Link header leads to older ones.</response>
    internal static async Task<Results<Ok<List<ChangeResponse>>, NotFound, ProblemResult>> HandleAsync(
        [FromRoute(Name = "task_id")] TaskId id, GetHistoryRequest request, CurrentUser user, TodoDbContext db, HttpContext http, CancellationToken ct)
    {
        var list = TaskCursor.FingerprintOf($"history {id.Value}");
        if (request.Cursor is { } cursor && cursor.List != list)
        {
            var errors = new FieldErrors();
            errors.Add("cursor", "belongs to another list; start again without it");
            return ProblemResult.Invalid(errors);
        }

        var changes = await Query(db, user.Id, id.Value, request.Cursor?.Id ?? long.MaxValue, request.Limit + 1, ct);
        if (changes is null)
        {
            return TypedResults.NotFound();
        }

        if (changes.Count > request.Limit)
        {
            changes.RemoveAt(request.Limit);
            http.Response.Headers.Link = ListLinks.Create(http.Request.Query, $"{http.UserPath()}/tasks/{id.Value}/history", new TaskCursor(list, changes[^1].Id, ""), page: null, lastPage: 1);
        }

        return TypedResults.Ok(changes.ConvertAll(ChangeResponse.From));
    }
}
