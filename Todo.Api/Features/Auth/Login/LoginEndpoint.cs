using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Todo.Api.Observability;
using Todo.Api.Persistence;
using Todo.Api.Persistence.Entities;
using Todo.Api.Responses;
using Todo.Api.Security;

namespace Todo.Api.Features.Auth.Login;

internal static class LoginEndpoint
{
    internal static void MapLogin(this RouteGroupBuilder auth) => auth.MapPost("/login", HandleAsync).WithName("Login").AllowAnyone().WithErrors(ApiError.InvalidCredentials);

    /// <summary>Sign in to a local account</summary>
    /// <response code="200">A session.</response>
    internal static async Task<Results<Ok<SessionResponse>, ProblemResult>> HandleAsync(
        LoginRequest request, TodoDbContext db, PasswordHashing passwords, AccessTokens tokens, TimeProvider clock, HttpContext http, CancellationToken ct)
    {
        var user = await db.Users.FromSql($"SELECT * FROM users WHERE lower(email) = lower({request.Email})").AsNoTracking().SingleOrDefaultAsync(ct);
        var outcome = await passwords.VerifyAsync(request.Password, user?.PasswordHash, ct);
        if (user is null || outcome == PasswordOutcome.Failed)
        {
            TodoMetrics.LoginsRefused.Add(1);
            http.Response.Headers.WWWAuthenticate = "Bearer";
            return new ProblemResult(ApiError.InvalidCredentials);
        }

        var refreshToken = RefreshTokens.New();
        await RememberAsync(refreshToken, user, db, clock.Now(), ct);
        if (outcome == PasswordOutcome.OkNeedsRehash)
        {
            await UpgradeAsync(user, await passwords.HashAsync(request.Password, ct), db, ct);
        }

        return TypedResults.Ok(SessionResponse.Of(new UserResponse(user.Id, user.Email, user.Name, user.CreatedAt), refreshToken, tokens));
    }

    // Sessions that have run out go with the next sign-in: nobody else needs to clean up.
    private static Task<int> RememberAsync(string refreshToken, User user, TodoDbContext db, DateTime now, CancellationToken ct) => db.Database.ExecuteSqlAsync(
        $"""
        WITH expired AS (DELETE FROM refresh_tokens WHERE user_id = {user.Id} AND expires_at < {now})
        INSERT INTO refresh_tokens (hash, family, user_id, created_at, expires_at)
        VALUES ({RefreshTokens.Hash(refreshToken)}, {Guid.CreateVersion7()}, {user.Id}, {now}, {now + RefreshTokens.Life})
        """, ct);

    // Unless the password was changed in the meantime.
    private static Task<int> UpgradeAsync(User user, string passwordHash, TodoDbContext db, CancellationToken ct) => db.Database.ExecuteSqlAsync(
        $"UPDATE users SET password_hash = {passwordHash} WHERE id = {user.Id} AND password_hash = {user.PasswordHash}", ct);
}
