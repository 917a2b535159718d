using FluentValidation;
using Todo.Api.Validation;

namespace Todo.Api.Features.Auth.Logout;

internal sealed class LogoutValidator : AbstractValidator<LogoutRequest>
{
    public LogoutValidator()
    {
        RuleFor(request => request.RefreshToken).NotBlank();
    }
}
