using Todo.Api.Requests;

namespace Todo.Api.Features.Auth.Refresh;

/// <summary>Which session goes on.</summary>
/// <example>{ "refresh_token": "vK3Jx0bW7cQm9Zt2Lr5Yh8Nd1Fp4Gs6A" }</example>
internal sealed record RefreshRequest : IJsonBody<RefreshRequest>
{
    /// <summary>The refresh token of the last session; it works once.</summary>
    public required string RefreshToken { get; init; }
}
