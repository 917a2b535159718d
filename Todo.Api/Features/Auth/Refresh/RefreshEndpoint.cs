using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Todo.Api.Persistence;
using Todo.Api.Responses;
using Todo.Api.Security;

namespace Todo.Api.Features.Auth.Refresh;

internal static class RefreshEndpoint
{
    internal static void MapRefresh(this RouteGroupBuilder auth) => auth.MapPost("/refresh", HandleAsync).WithName("Refresh").AllowAnyone().WithErrors(ApiError.TokenInvalid);

    /// <summary>Exchange a refresh token for a new session</summary>
    /// <remarks>A token works once. When a spent one comes again somebody has stolen it, and the whole family of tokens is revoked.</remarks>
    /// <response code="200">The next session.</response>
    internal static async Task<Results<Ok<SessionResponse>, ProblemResult>> HandleAsync(
        RefreshRequest request, TodoDbContext db, AccessTokens tokens, TimeProvider clock, HttpContext http, CancellationToken ct)
    {
        var now = clock.Now();
        var spent = RefreshTokens.Hash(request.RefreshToken);
        var refreshToken = RefreshTokens.New();

        // Spending the old token and storing the next is one statement: of parallel attempts one wins, the others are a reuse.
        var user = await db.Users.FromSql(
            $"""
            WITH spent AS (
                UPDATE refresh_tokens SET spent_at = {now}
                WHERE hash = {spent} AND spent_at IS NULL AND revoked_at IS NULL AND expires_at > {now}
                RETURNING family, user_id),
            next AS (
                INSERT INTO refresh_tokens (hash, family, user_id, created_at, expires_at)
                SELECT {RefreshTokens.Hash(refreshToken)}, family, user_id, {now}, {now + RefreshTokens.Life} FROM spent)
            SELECT users.* FROM users JOIN spent ON spent.user_id = users.id
            """).SingleInStatementAsync(ct);

        if (user is not null)
        {
            return TypedResults.Ok(SessionResponse.Of(new UserResponse(user.Id, user.Email, user.Name, user.CreatedAt), refreshToken, tokens));
        }

        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE refresh_tokens SET revoked_at = {now}
            WHERE revoked_at IS NULL AND family = (SELECT family FROM refresh_tokens WHERE hash = {spent} AND spent_at IS NOT NULL)
            """, ct);
        http.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
        return new ProblemResult(ApiError.TokenInvalid, "The refresh token is not valid any more. Sign in again.");
    }
}
