using Todo.Api.Requests;

namespace Todo.Api.Features.Auth.Login;

/// <summary>Who signs in; also as an OAuth2 password form (RFC 6749, section 4.3.2), whose username is the e-mail.</summary>
/// <example>{ "email": "ada@example.com", "password": "correct horse battery" }</example>
internal sealed record LoginRequest : IJsonBody<LoginRequest>
{
    public static IReadOnlyDictionary<string, string?> FormFields { get; } = new Dictionary<string, string?>
    {
        ["username"] = "email",
        ["password"] = "password",
        ["grant_type"] = null,
        ["scope"] = null,
        ["client_id"] = null,
        ["client_secret"] = null,
    };

    public static IReadOnlyDictionary<string, string> FixedFormFields { get; } = new Dictionary<string, string> { ["grant_type"] = "password" };

    /// <summary>The e-mail address of the account, in any case.</summary>
    public required string Email { get; init => field = value.Trim(); }

    /// <summary>The password.</summary>
    public required string Password { get; init; }
}
