using Todo.Api.Persistence.Entities;

namespace Todo.Api.Features.Auth;

/// <summary>What a sign-in gives.</summary>
/// <param name="AccessToken">To be sent as <c>Authorization: Bearer</c>.</param>
/// <param name="Token">The access token again, under the name that most front ends read.</param>
/// <param name="TokenType">Always bearer.</param>
/// <param name="ExpiresIn">The life of the access token in seconds.</param>
/// <param name="RefreshToken">Gives the next session; works once.</param>
/// <param name="User">Who signed in.</param>
/// <example>
/// {
///   "access_token": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJuMzhGIn0.c2lnbmF0dXJl", "token": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJuMzhGIn0.c2lnbmF0dXJl",
///   "token_type": "bearer", "expires_in": 604800,
///   "refresh_token": "vK3Jx0bW7cQm9Zt2Lr5Yh8Nd1Fp4Gs6A",
///   "user": { "id": "n38FQvqdRVXc16ItOEQJgPaeqY6OAeol", "email": "ada@example.com", "name": "Ada", "created_at": "2026-11-21T09:30:00.123456Z" }
/// }
/// </example>
internal sealed record SessionResponse(string AccessToken, string Token, string TokenType, int ExpiresIn, string RefreshToken, UserResponse User)
{
    internal static SessionResponse From(User user, string refreshToken, AccessTokens tokens)
    {
        var token = tokens.Issue(user.Id, user.Email, user.Name);
        return new(token, token, "bearer", tokens.LifeInSeconds, refreshToken, new UserResponse(user.Id, user.Email, user.Name, user.CreatedAt));
    }
}

/// <summary>A user as clients see it.</summary>
/// <param name="Id">Opaque; the user_id of paths.</param>
/// <param name="Email">If known.</param>
/// <param name="Name">If known.</param>
/// <param name="CreatedAt">When the user was first seen here, UTC.</param>
/// <example>{ "id": "n38FQvqdRVXc16ItOEQJgPaeqY6OAeol", "email": "ada@example.com", "name": "Ada", "created_at": "2026-11-21T09:30:00.123456Z" }</example>
internal sealed record UserResponse(string Id, string? Email, string? Name, DateTime CreatedAt);
