using FluentValidation;
using Todo.Api.Persistence.Entities;

namespace Todo.Api.Features.Reminders;

internal static class ReminderRules
{
    /// <summary>The rules of a task's reminders; that it needs a due date for some of them, the database sees to as well.</summary>
    internal static IRuleBuilderOptions<T, IReadOnlyList<Reminder>?> Reminders<T>(this IRuleBuilder<T, IReadOnlyList<Reminder>?> rule) => rule
        .Must(reminders => reminders is not { Count: > TaskItem.MaxReminders }).WithMessage($"must be at most {TaskItem.MaxReminders}")
        .Must(reminders => All(reminders, reminder => reminder.At is null != reminder.BeforeMinutes is null)).WithMessage("must each have either at or before_minutes")
        .Must(reminders => All(reminders, reminder => reminder.At is not { IsDate: true })).WithMessage("must have instants in at, such as 2026-12-01T09:00:00+01:00")
        .Must(reminders => All(reminders, reminder => reminder.BeforeMinutes is null or (>= 0 and <= Reminder.MaxBeforeMinutes)))
        .WithMessage($"must have before_minutes from 0 to {Reminder.MaxBeforeMinutes}");

    private static bool All(IReadOnlyList<Reminder>? reminders, Func<Reminder, bool> isRight) => reminders?.All(isRight) is not false;
}
