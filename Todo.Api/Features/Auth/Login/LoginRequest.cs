using Todo.Api.Requests;

namespace Todo.Api.Features.Auth.Login;

/// <summary>Who signs in; also as an OAuth2 password form (RFC 6749, section 4.3.2), whose username is the e-mail.</summary>
/// <example>{ "email": "ada@example.com", "password": "correct horse battery" }</example>
internal sealed record LoginRequest : IJsonBody<LoginRequest>
{
    public static IReadOnlyList<string> MediaTypes { get; } = ["application/json", "application/x-www-form-urlencoded"];

    public static IReadOnlySet<string> IgnoredMembers { get; } = new HashSet<string> { "scope", "client_id", "client_secret" };

    /// <summary>The e-mail address of the account, in any case. Also `username`.</summary>
    [OtherNames("username")]
    public required string Email { get; init => field = value.Trim(); }

    /// <summary>The password.</summary>
    public required string Password { get; init; }

    /// <summary>Left out, or `password`: the grant of OAuth2 that this is.</summary>
    public string? GrantType { get; init; }
}
