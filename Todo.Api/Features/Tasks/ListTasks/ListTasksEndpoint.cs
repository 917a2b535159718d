using Microsoft.AspNetCore.Http.HttpResults;
using Todo.Api.Features.Changes;
using Todo.Api.OpenApi;
using Todo.Api.Persistence;
using Todo.Api.Security;

namespace Todo.Api.Features.Tasks.ListTasks;

internal static class ListTasksEndpoint
{
    internal static void MapListTasks(this RouteGroupBuilder tasks) => tasks.MapGet("/", HandleAsync).WithName("ListTasks").MayReadFromReplica()
        .WithMetadata(
            new ResponseHeader("Link", "Other pages (RFC 8288): `next`, and with `page` also `prev`, `first` and `last`.",
                "</api/n38FQvqdRVXc16ItOEQJgPaeqY6OAeol/tasks?limit=100&cursor=bGlzdC40Mi4>; rel=\"next\""),
            new ResponseHeader(CountedPage.TotalHeader, "How many tasks match; with `page`, `offset` or `count=true`.", 1234));

    /// <summary>List tasks</summary>
    /// <remarks>Newest first, 100 at a time, unless asked for otherwise. Follow the Link header: its next page neither repeats nor skips a task.</remarks>
    /// <response code="200">The tasks; the Link header leads to more of them.</response>
    internal static async Task<Results<Ok<List<TaskResponse>>, JsonHttpResult<Dictionary<string, object?>>>> HandleAsync(
        ListTasksRequest request, CurrentUser user, TodoDbContext db, ListEnvelope envelope, TimeProvider clock, HttpContext http, CancellationToken ct)
    {
        var page = await ListTasksQuery.RunAsync(db, user.Id, request, isCounted: envelope.Member is not null, clock.Now(), ct);
        var next = page.CutTo(request.Limit) is { } last ? ListTasksCursor.After(last, request) : null;
        return page.Answer(http, "tasks", envelope, request.Limit, next, offset: request.Cursor is null ? request.Skipped ?? 0 : null, request.Page);
    }
}
