using FluentValidation;
using Todo.Api.Requests;

namespace Todo.Api.Features.Auth.Refresh;

internal sealed class RefreshValidator : AbstractValidator<RefreshRequest>
{
    public RefreshValidator()
    {
        RuleFor(request => request.RefreshToken).NotBlank();
    }
}
