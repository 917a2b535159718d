using FluentValidation;
using Todo.Api.Features.Tasks;

namespace Todo.Api.Features.Tags.RenameTag;

internal sealed class RenameTagValidator : AbstractValidator<RenameTagRequest>
{
    public RenameTagValidator() => RuleFor(request => request.Name).TagName();
}
