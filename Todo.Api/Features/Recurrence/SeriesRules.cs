using Todo.Api.Features.Tasks;
using Todo.Api.Persistence.Entities;

namespace Todo.Api.Features.Recurrence;

/// <summary>What a series needs of its task.</summary>
internal static class SeriesRules
{
    internal const string NoDueDate = "is needed by recurrence";
    internal const string NoRecurrence = "needs recurrence";
    internal const string NoOccurrence = "has no occurrence from the due date on";

    /// <summary>The zone in which the due dates of a task are meant.</summary>
    internal static IanaTimeZone ZoneOf(TaskItem task) => task.TimeZone is { } name ? IanaTimeZone.Parse(name, null) : IanaTimeZone.Utc;

    /// <summary>Whether a rule makes any due date for a task that is due then; one without a due date has another problem.</summary>
    internal static bool HasOccurrence(RecurrenceRule rule, IanaTimeZone? zone, DueDate? dueDate) =>
        dueDate is not { } due || new Series(rule, RecurrenceBasis.Due, zone ?? IanaTimeZone.Utc, due, Index: 1, due).HasOccurrence;
}
