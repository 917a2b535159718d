using FluentValidation;

namespace Todo.Api.Features.Tasks.MoveTask;

internal sealed class MoveTaskValidator : AbstractValidator<MoveTaskRequest>
{
    public MoveTaskValidator()
    {
        RuleFor(request => request.Before).Must((request, before) => !before.IsPresent || !request.After.IsPresent)
            .WithMessage("cannot be used together with after");
        RuleFor(request => request.After).Must((request, after) => request.IsInOrder || request.ListId.IsPresent)
            .WithMessage("is required, or before, or list_id");
    }
}
