using FluentValidation;
using Todo.Api.Features.Reminders;
using Todo.Api.Persistence.Entities;
using Todo.Api.Requests;

namespace Todo.Api.Features.Tasks.CreateTask;

internal sealed class CreateTaskValidator : AbstractValidator<CreateTaskRequest>
{
    public CreateTaskValidator()
    {
        RuleFor(request => request.Title).NotBlank().MaxCodePoints(TaskItem.MaxTitleLength).SingleLine();
        RuleFor(request => request.Description).MaxCodePoints(TaskItem.MaxDescriptionLength).MultiLine();
        RuleFor(request => request.Tags).Tags();
        RuleFor(request => request.Reminders).Reminders();
        RuleFor(request => request.DueDate).NotNull().When(request => request.Reminders?.Any(reminder => reminder.BeforeMinutes is not null) is true)
            .WithMessage("is needed by a reminder with before_minutes");
    }
}
