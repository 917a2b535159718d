using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Todo.Api.OpenApi;
using Todo.Api.Persistence;
using Todo.Api.Persistence.Entities;
using Todo.Api.Responses;
using Todo.Api.Security;

namespace Todo.Api.Features.Auth.Register;

internal static class RegisterEndpoint
{
    internal static void MapRegister(this RouteGroupBuilder auth) =>
        auth.MapPost("/register", ["/signup", "/sign-up/email"], HandleAsync).WithName("Register").AllowAnyone().WithErrors(AuthErrors.EmailTaken).WithMetadata(ResponseHeader.Location("/api/auth/me"));

    /// <summary>Register a local account</summary>
    /// <remarks>Also at <c>/api/auth/signup</c> and <c>/api/auth/sign-up/email</c>.</remarks>
    /// <response code="201">A session of the new user.</response>
    internal static async Task<Results<Created<SessionResponse>, ProblemResult>> HandleAsync(
        RegisterRequest request, TodoDbContext db, Passwords passwords, AccessTokens tokens, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.Now();
        var user = User.Register(UserIds.New(), request.Email, request.Name, await passwords.HashAsync(request.Password, ct), now);
        var refreshToken = RefreshTokens.New();
        db.Users.Add(user);
        db.RefreshTokens.Add(RefreshToken.StartFamily(RefreshTokens.Hash(refreshToken), user.Id, now, RefreshTokens.Life));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // The unique index decides who was first.
            return new ProblemResult(AuthErrors.EmailTaken);
        }

        return TypedResults.Created("/api/auth/me", SessionResponse.From(user, refreshToken, tokens));
    }
}
