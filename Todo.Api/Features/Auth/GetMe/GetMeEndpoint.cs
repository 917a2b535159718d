using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Todo.Api.Persistence;
using Todo.Api.Security;

namespace Todo.Api.Features.Auth.GetMe;

internal static class GetMeEndpoint
{
    internal static void MapGetMe(this RouteGroupBuilder auth) => auth.MapGet("/me", HandleAsync).WithName("GetMe").RequireToken();

    /// <summary>Who am I?</summary>
    /// <response code="200">The user of the token, whoever issued it.</response>
    internal static async Task<Ok<UserResponse>> HandleAsync(CurrentUser user, TodoDbContext db, TimeProvider clock, CancellationToken ct)
    {
        // Whoever comes for the first time is known from then on; the update changes nothing, it only makes an existing row come back.
        var known = await db.Users.FromSql(
            $"""
            INSERT INTO users (id, created_at) VALUES ({user.Id}, {clock.Now()})
            ON CONFLICT (id) DO UPDATE SET created_at = users.created_at
            RETURNING *
            """).SingleInStatementAsync(ct);

        return TypedResults.Ok(new UserResponse(known!.Id, known.Email ?? user.Email, known.Name ?? user.Name, known.CreatedAt));
    }
}
