using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Todo.Api.Persistence;
using Todo.Api.Persistence.Entities;
using Todo.Api.Responses;
using Todo.Api.Security;

namespace Todo.Api.Features.Auth.GetMe;

internal static class GetMeEndpoint
{
    internal static void MapGetMe(this RouteGroupBuilder auth) => auth.MapGet("/me", ["/session"], HandleAsync).WithName("GetMe").RequireToken();

    /// <summary>Who am I?</summary>
    /// <remarks>Also at <c>/api/auth/session</c>.</remarks>
    /// <response code="200">The user of the token, whether Better Auth issued it or this API.</response>
    internal static async Task<Ok<UserResponse>> HandleAsync(CurrentUser user, TodoDbContext db, TimeProvider clock, CancellationToken ct)
    {
        if (await FindAsync(user, db, ct) is not { } known)
        {
            await db.AddUserIfMissingAsync(user.Id, clock.Now(), ct);
            known = await FindAsync(user, db, ct) ?? throw new InvalidOperationException("A user who was just made known is not there.");
        }

        return TypedResults.Ok(new UserResponse(known.Id, known.Email ?? user.Email, known.Name ?? user.Name, known.CreatedAt));
    }

    private static Task<User?> FindAsync(CurrentUser user, TodoDbContext db, CancellationToken ct) =>
        db.Users.SingleOrDefaultAsync(known => known.Id == user.Id, ct);
}
