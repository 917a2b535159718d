using Microsoft.AspNetCore.Http.HttpResults;
using Todo.Api.Features.Tasks;
using Todo.Api.OpenApi;
using Todo.Api.Persistence;
using Todo.Api.Persistence.Entities;
using Todo.Api.Responses;
using Todo.Api.Security;

namespace Todo.Api.Features.Lists.CreateList;

internal static class CreateListEndpoint
{
    internal static void MapCreateList(this RouteGroupBuilder lists) => lists.MapPost("/", HandleAsync).WithName("CreateList")
        .WithErrors(ListErrors.TooMany)
        .WithMetadata(ResponseHeader.Location("/api/n38FQvqdRVXc16ItOEQJgPaeqY6OAeol/lists/7"));

    /// <summary>Create a list</summary>
    /// <remarks>Only the name is needed. A user has at most 500 lists.</remarks>
    /// <response code="201">The list, at the address in the Location header.</response>
    internal static async Task<Results<Created<ListResponse>, ProblemResult>> HandleAsync(
        CreateListRequest request, CurrentUser user, TodoDbContext db, TimeProvider clock, HttpContext http, CancellationToken ct)
    {
        // Two at a time would both count 499.
        await using var own = await db.LockTasksAsync(user, ct);
        var now = clock.Now();
        var list = await db.SingleInStatementAsync<TaskList>(
            $"""
            WITH owner AS (INSERT INTO users (id, created_at) VALUES ({user.Id}, {now}) ON CONFLICT DO NOTHING RETURNING id)
            INSERT INTO lists (user_id, name, color, created_at, updated_at)
            SELECT {user.Id}, {request.Name}, {request.Color}, {now}, {now} FROM (SELECT count(*) FROM owner) AS known
            WHERE (SELECT count(*) FROM lists WHERE user_id = {user.Id}) < {TaskList.MaxLists}
            RETURNING *
            """, ct);
        if (list is null)
        {
            return new ProblemResult(ListErrors.TooMany);
        }

        if (own is not null)
        {
            await own.CommitAsync(ct);
        }

        return TypedResults.Created($"{http.UserPath()}/lists/{list.Id}", ListResponse.From(list));
    }
}
