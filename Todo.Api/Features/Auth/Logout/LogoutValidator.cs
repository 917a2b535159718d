using FluentValidation;

namespace Todo.Api.Features.Auth.Logout;

/// <summary>Nothing can be wrong: a text that is no refresh token is one that has been revoked.</summary>
internal sealed class LogoutValidator : AbstractValidator<LogoutRequest>;
