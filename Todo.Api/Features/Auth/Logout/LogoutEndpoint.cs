using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Todo.Api.Persistence;
using Todo.Api.Security;

namespace Todo.Api.Features.Auth.Logout;

internal static class LogoutEndpoint
{
    internal static void MapLogout(this RouteGroupBuilder auth) => auth.MapPost("/logout", HandleAsync).WithName("Logout").AllowAnyone();

    /// <summary>Sign out</summary>
    /// <remarks>Revokes the refresh token and all of its family; access tokens that were issued stay valid until they expire.</remarks>
    /// <response code="204">The session cannot be continued, now or already before.</response>
    internal static async Task<NoContent> HandleAsync(LogoutRequest request, TodoDbContext db, TimeProvider clock, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE refresh_tokens SET revoked_at = {clock.Now()}
            WHERE revoked_at IS NULL AND family = (SELECT family FROM refresh_tokens WHERE hash = {RefreshTokens.Hash(request.RefreshToken)})
            """, ct);
        return TypedResults.NoContent();
    }
}
