using Todo.Api.Validation;

namespace Todo.Api.Features.Auth.Logout;

/// <summary>Which session ends.</summary>
internal sealed record LogoutRequest : IJsonBody<LogoutRequest>
{
    /// <summary>The refresh token of the session.</summary>
    public required string RefreshToken { get; init; }
}
