using FluentValidation;
using Todo.Api.Validation;

namespace Todo.Api.Features.Auth.Refresh;

internal sealed class RefreshValidator : AbstractValidator<RefreshRequest>
{
    public RefreshValidator()
    {
        RuleFor(request => request.RefreshToken).NotBlank();
    }
}
