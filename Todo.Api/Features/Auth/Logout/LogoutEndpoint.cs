using Microsoft.AspNetCore.Http.HttpResults;
using Todo.Api.Persistence;
using Todo.Api.Responses;
using Todo.Api.Security;

namespace Todo.Api.Features.Auth.Logout;

internal static class LogoutEndpoint
{
    internal static void MapLogout(this RouteGroupBuilder auth) => auth.MapPost("/logout", ["/signout", "/sign-out"], HandleAsync).WithName("Logout").AllowAnyone();

    /// <summary>Sign out</summary>
    /// <remarks>
    /// Revokes the refresh token and all of its family; access tokens that were issued stay valid until they expire. Also at <c>/api/auth/signout</c> and
    /// <c>/api/auth/sign-out</c>.
    /// </remarks>
    /// <response code="204">The session cannot be continued, now or already before.</response>
    internal static async Task<NoContent> HandleAsync(LogoutRequest request, TodoDbContext db, TimeProvider clock, CancellationToken ct)
    {
        if (request.RefreshToken is { } token)
        {
            await db.RefreshTokens.RevokeFamilyAsync(RefreshTokens.Hash(token), clock.Now(), ct);
        }

        return TypedResults.NoContent();
    }
}
