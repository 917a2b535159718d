using FluentValidation;
using Todo.Api.Features.Reminders;
using Todo.Api.Persistence.Entities;
using Todo.Api.Requests;

namespace Todo.Api.Features.Tasks.UpdateTask;

internal sealed class UpdateTaskValidator : AbstractValidator<UpdateTaskRequest>
{
    public UpdateTaskValidator()
    {
        When(request => request.Title.IsPresent, () =>
            RuleFor(request => request.Title.Value).NotBlank().MaxCodePoints(TaskItem.MaxTitleLength).SingleLine().OverridePropertyName("title"));
        RuleFor(request => request.Description.Value).MaxCodePoints(TaskItem.MaxDescriptionLength).MultiLine().OverridePropertyName("description");
        RuleFor(request => request.Tags.Value).Tags().OverridePropertyName("tags");
        RuleFor(request => request.Reminders.Value).Reminders().OverridePropertyName("reminders");
    }
}
