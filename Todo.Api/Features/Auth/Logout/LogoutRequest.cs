using Todo.Api.Requests;

namespace Todo.Api.Features.Auth.Logout;

/// <summary>Which session ends.</summary>
/// <example>{ "refresh_token": "vK3Jx0bW7cQm9Zt2Lr5Yh8Nd1Fp4Gs6A" }</example>
internal sealed record LogoutRequest : IJsonBody<LogoutRequest>
{
    public static bool IsOptional => true;

    /// <summary>The refresh token of the session; without it nothing is revoked, and the client forgets its tokens.</summary>
    public string? RefreshToken { get; init; }
}
