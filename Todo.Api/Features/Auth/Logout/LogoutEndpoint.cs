using Microsoft.AspNetCore.Http.HttpResults;
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
        await db.RefreshTokens.RevokeFamilyAsync(RefreshTokens.Hash(request.RefreshToken), clock.Now(), ct);
        return TypedResults.NoContent();
    }
}
