using FluentValidation;
using Todo.Api.Requests;

namespace Todo.Api.Features.Auth.Logout;

internal sealed class LogoutValidator : AbstractValidator<LogoutRequest>
{
    public LogoutValidator()
    {
        RuleFor(request => request.RefreshToken).NotBlank();
    }
}
