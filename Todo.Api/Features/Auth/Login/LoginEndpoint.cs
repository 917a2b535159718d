using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Todo.Api.Observability;
using Todo.Api.Persistence;
using Todo.Api.Persistence.Entities;
using Todo.Api.Responses;
using Todo.Api.Security;

namespace Todo.Api.Features.Auth.Login;

internal static class LoginEndpoint
{
    internal static void MapLogin(this RouteGroupBuilder auth) =>
        auth.MapPost("/login", ["/signin", "/sign-in/email", "/token"], HandleAsync).WithName("Login").AllowAnyone().WithErrors(AuthErrors.InvalidCredentials);

    /// <summary>Sign in to a local account</summary>
    /// <remarks>Also at <c>/api/auth/signin</c>, <c>/api/auth/sign-in/email</c> and <c>/api/auth/token</c>.</remarks>
    /// <response code="200">A session.</response>
    internal static async Task<Results<Ok<SessionResponse>, ProblemResult>> HandleAsync(
        LoginRequest request, TodoDbContext db, Passwords passwords, AccessTokens tokens, TimeProvider clock, HttpContext http, CancellationToken ct)
    {
        var user = await db.Users.SingleOrDefaultAsync(user => CaseFolding.Fold(user.Email!) == CaseFolding.Fold(request.Email), ct);
        var outcome = await passwords.VerifyAsync(request.Password, user?.PasswordHash, ct);
        if (user is null || outcome == PasswordVerificationResult.Failed)
        {
            TodoMetrics.LoginsRefused.Add(1);
            http.Response.Headers.WWWAuthenticate = "Bearer";
            return new ProblemResult(AuthErrors.InvalidCredentials);
        }

        if (outcome == PasswordVerificationResult.SuccessRehashNeeded)
        {
            await UpgradeAsync(user, await passwords.HashAsync(request.Password, ct), db, ct);
        }

        // Sessions that have run out go with the next sign-in, so that nothing else needs to clean up.
        var now = clock.Now();
        await db.RefreshTokens.Where(token => token.UserId == user.Id && token.ExpiresAt < now).ExecuteDeleteAsync(ct);
        var refreshToken = RefreshTokens.New();
        db.RefreshTokens.Add(RefreshToken.StartFamily(RefreshTokens.Hash(refreshToken), user.Id, now, RefreshTokens.Life));
        await db.SaveChangesAsync(ct);

        return TypedResults.Ok(SessionResponse.From(user, refreshToken, tokens));
    }

    // Unless the password was changed in the meantime.
    private static Task<int> UpgradeAsync(User user, string passwordHash, TodoDbContext db, CancellationToken ct) => db.Users
        .Where(known => known.Id == user.Id && known.PasswordHash == user.PasswordHash)
        .ExecuteUpdateAsync(changes => changes.SetProperty(known => known.PasswordHash, passwordHash), ct);
}
