using FluentValidation;

namespace Todo.Api.Features.Lists.UpdateList;

internal sealed class UpdateListValidator : AbstractValidator<UpdateListRequest>
{
    public UpdateListValidator()
    {
        When(request => request.Name.IsPresent, () => RuleFor(request => request.Name.Value).ListName().OverridePropertyName("name"));
        RuleFor(request => request.Color.Value).Color().OverridePropertyName("color");
    }
}
