using Todo.Api.Validation;

namespace Todo.Api.Features.Auth.Refresh;

/// <summary>Which session goes on.</summary>
internal sealed record RefreshRequest : IJsonBody<RefreshRequest>
{
    /// <summary>The refresh token of the last session; it works once.</summary>
    public required string RefreshToken { get; init; }
}
