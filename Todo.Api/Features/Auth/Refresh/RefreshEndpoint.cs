using Microsoft.AspNetCore.Http.HttpResults;
using Todo.Api.Persistence;
using Todo.Api.Persistence.Entities;
using Todo.Api.Responses;
using Todo.Api.Security;

namespace Todo.Api.Features.Auth.Refresh;

internal static class RefreshEndpoint
{
    internal static void MapRefresh(this RouteGroupBuilder auth) =>
        auth.MapPost("/refresh", HandleAsync).WithName("Refresh").AllowAnyone().WithErrors(ApiError.TokenInvalid);

    /// <summary>Exchange a refresh token for a new session</summary>
    /// <remarks>A token works once. A spent one that comes again was stolen, and the whole family of tokens is revoked.</remarks>
    /// <response code="200">The next session.</response>
    internal static async Task<Results<Ok<SessionResponse>, ProblemResult>> HandleAsync(
        RefreshRequest request, TodoDbContext db, AccessTokens tokens, TimeProvider clock, HttpContext http, CancellationToken ct)
    {
        var now = clock.Now();
        var spent = RefreshTokens.Hash(request.RefreshToken);
        var refreshToken = RefreshTokens.New();

        // Spending the old token and storing the next is one statement: of parallel attempts one wins, the others are a reuse.
        var user = await db.SingleInStatementAsync<User>(
            $"""
            WITH spent AS (
                UPDATE refresh_tokens SET spent_at = {now}
                WHERE hash = {spent} AND spent_at IS NULL AND revoked_at IS NULL AND expires_at > {now}
                RETURNING family, user_id),
            next AS (
                INSERT INTO refresh_tokens (hash, family, user_id, created_at, expires_at)
                SELECT {RefreshTokens.Hash(refreshToken)}, family, user_id, {now}, {now + RefreshTokens.Life} FROM spent)
            SELECT users.* FROM users JOIN spent ON spent.user_id = users.id
            """, ct);

        if (user is not null)
        {
            return TypedResults.Ok(SessionResponse.From(user, refreshToken, tokens));
        }

        // Spent, revoked or expired: nothing of its family is worth keeping.
        await db.RefreshTokens.RevokeFamilyAsync(spent, now, ct);
        http.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
        return new ProblemResult(ApiError.TokenInvalid, "Invalid token. The session has ended; sign in again.");
    }
}
