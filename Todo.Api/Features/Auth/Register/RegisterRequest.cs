using Todo.Api.Requests;

namespace Todo.Api.Features.Auth.Register;

/// <summary>A new local account.</summary>
/// <example>{ "email": "ada@example.com", "password": "correct horse battery", "name": "Ada" }</example>
internal sealed record RegisterRequest : IJsonBody<RegisterRequest>
{
    /// <summary>An e-mail address; compared without case.</summary>
    public required string Email { get; init => field = value.Trim(); }

    /// <summary>From 8 characters to 72 bytes in UTF-8.</summary>
    public required string Password { get; init; }

    /// <summary>At most 200 characters, or null. Also `username`, `display_name`, `full_name`.</summary>
    [OtherNames("username", "display_name", "full_name")]
    public string? Name { get; init => field = TextRules.IsBlank(value) ? null : value.Trim(); }
}
