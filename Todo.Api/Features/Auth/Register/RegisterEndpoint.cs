using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Todo.Api.Persistence;
using Todo.Api.Responses;
using Todo.Api.Security;

namespace Todo.Api.Features.Auth.Register;

internal static class RegisterEndpoint
{
    internal static void MapRegister(this RouteGroupBuilder auth) => auth.MapPost("/register", HandleAsync).WithName("Register").AllowAnyone().WithErrors(ApiError.EmailTaken);

    /// <summary>Register a local account</summary>
    /// <response code="201">A session of the new user.</response>
    internal static async Task<Results<Created<SessionResponse>, ProblemResult>> HandleAsync(
        RegisterRequest request, TodoDbContext db, PasswordHashing passwords, AccessTokens tokens, TimeProvider clock, CancellationToken ct)
    {
        var user = new UserResponse(UserIds.New(), request.Email, request.Name, clock.Now());
        var refreshToken = RefreshTokens.New();
        var passwordHash = await passwords.HashAsync(request.Password, ct);

        // The unique index decides who was first; then there is no user for the second one's token to belong to.
        var created = await db.Database.ExecuteSqlAsync(
            $"""
            WITH registered AS (
                INSERT INTO users (id, email, name, password_hash, created_at)
                VALUES ({user.Id}, {user.Email}, {user.Name}, {passwordHash}, {user.CreatedAt})
                ON CONFLICT DO NOTHING
                RETURNING id)
            INSERT INTO refresh_tokens (hash, family, user_id, created_at, expires_at)
            SELECT {RefreshTokens.Hash(refreshToken)}, {Guid.CreateVersion7()}, id, {user.CreatedAt}, {user.CreatedAt + RefreshTokens.Life} FROM registered
            """, ct);

        return created == 0
            ? new ProblemResult(ApiError.EmailTaken)
            : TypedResults.Created("/api/auth/me", SessionResponse.Of(user, refreshToken, tokens));
    }
}
