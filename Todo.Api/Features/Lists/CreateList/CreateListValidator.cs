using FluentValidation;

namespace Todo.Api.Features.Lists.CreateList;

internal sealed class CreateListValidator : AbstractValidator<CreateListRequest>
{
    public CreateListValidator()
    {
        RuleFor(request => request.Name).ListName();
        RuleFor(request => request.Color).Color();
    }
}
