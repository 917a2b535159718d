using FluentValidation;
using Todo.Api.Features.Recurrence;
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
        When(request => request.Recurrence is null, () => RuleFor(request => request.RecurrenceFrom).Null().WithMessage(SeriesRules.NoRecurrence))
            .Otherwise(() =>
            {
                RuleFor(request => request.DueDate).NotNull().WithMessage(SeriesRules.NoDueDate);
                RuleFor(request => request.Recurrence).Must((request, rule) => SeriesRules.HasOccurrence(rule!, request.TimeZone, request.DueDate)).WithMessage(SeriesRules.NoOccurrence);
            });
        RuleFor(request => request.Reminders).Reminders();
        RuleFor(request => request.DueDate).NotNull().When(request => request.Reminders?.Any(reminder => reminder.BeforeMinutes is not null) is true)
            .WithMessage("is needed by a reminder with before_minutes");
    }
}
