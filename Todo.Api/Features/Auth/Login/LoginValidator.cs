using FluentValidation;
using Todo.Api.Requests;

namespace Todo.Api.Features.Auth.Login;

/// <summary>Of the account only what PostgreSQL could not compare: a password or an e-mail that no account can have is a wrong one like any other.</summary>
internal sealed class LoginValidator : AbstractValidator<LoginRequest>
{
    public LoginValidator()
    {
        RuleFor(request => request.Email).SingleLine();
        RuleFor(request => request.GrantType).Must(grant => grant is null or "password").WithMessage("must be 'password'");
    }
}
