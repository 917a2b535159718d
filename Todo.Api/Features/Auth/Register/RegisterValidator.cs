using FluentValidation;
using Todo.Api.Persistence.Entities;
using Todo.Api.Requests;

namespace Todo.Api.Features.Auth.Register;

internal sealed class RegisterValidator : AbstractValidator<RegisterRequest>
{
    public RegisterValidator()
    {
        RuleFor(request => request.Email).Email();
        RuleFor(request => request.Password).NewPassword();
        RuleFor(request => request.Name).MaxCodePoints(User.MaxNameLength).SingleLine();
    }
}
