using Ical.Net.Evaluation;
using Todo.Api.Features.Tasks;
using Todo.Api.Persistence.Entities;

namespace Todo.Api.Features.Recurrence;

/// <summary>The due dates of a series, seen from one of its tasks.</summary>
/// <param name="Rule">When it recurs.</param>
/// <param name="Basis">What the next due date is counted from.</param>
/// <param name="Zone">Where the person is: nine o'clock there stays nine o'clock.</param>
/// <param name="Start">The first due date.</param>
/// <param name="Index">Which of the series the task is, counted from 1.</param>
/// <param name="Current">The due date of the task, which need not be one that the rule makes.</param>
internal sealed record Series(RecurrenceRule Rule, RecurrenceBasis Basis, IanaTimeZone Zone, DueDate Start, int Index, DueDate Current)
{
    /// <summary>Whether the rule makes any due date from the first one on.</summary>
    internal bool HasOccurrence => Find(Local(Start), DateTime.MinValue, count: 1).Count > 0;

    private int Left => Rule.Count is { } count ? Math.Max(0, count - Index) : int.MaxValue;

    /// <summary>The series that a task is in, if it is in one.</summary>
    internal static Series? From(TaskItem task) => task is { Recurrence: { } rule, DueDate: { } current }
        ? new Series(
            RecurrenceRule.Parse(rule, null),
            task.RecurrenceFrom ?? RecurrenceBasis.Due,
            SeriesRules.ZoneOf(task),
            current with { At = task.SeriesStart ?? current.At },
            task.SeriesIndex ?? 1,
            current)
        : null;

    /// <summary>The due date of the next task, when this one is completed; nothing where the series ends.</summary>
    internal DueDate? Next(DateTime completedAt) => After(Zone.LocalAt(completedAt), Math.Min(Left, 1)) is [var next] ? next : null;

    /// <summary>The due dates from the current one on, each task being completed on its day.</summary>
    internal IReadOnlyList<DueDate> Preview(int limit) => [Current, .. After(Local(Current), Math.Min(Left, limit - 1))];

    private List<DueDate> After(DateTime completedAt, int count)
    {
        if (Basis == RecurrenceBasis.Due)
        {
            return Find(Local(Start), Local(Current), count);
        }

        var start = completedAt.Date + Local(Start).TimeOfDay;
        return Find(start, start, count);
    }

    private List<DueDate> Find(DateTime start, DateTime after, int count)
    {
        var found = new List<DueDate>();
        if (count == 0)
        {
            return found;
        }

        try
        {
            var lastYear = Math.Max(start.Year, after.Year) + RecurrenceRule.MaxYears;
            foreach (var local in Rule.Evaluate(start, Start.IsDate, after))
            {
                var at = Start.IsDate ? DateTime.SpecifyKind(local, DateTimeKind.Utc) : Zone.InstantAt(local);
                if (local.Year > lastYear || Rule.Until?.Includes(local, at, Start.IsDate) is false)
                {
                    break;
                }

                // Two times of a day may be one instant, where the clocks leave out an hour.
                if (local > after && (found.Count == 0 || at > found[^1].At))
                {
                    found.Add(new DueDate(at, Start.IsDate));
                    if (found.Count == count)
                    {
                        break;
                    }
                }
            }
        }
        catch (Exception exception) when (exception is EvaluationException or ArgumentOutOfRangeException)
        {
            // The rule makes no more for many years, or the calendar ends.
        }

        return found;
    }

    private DateTime Local(DueDate due) => due.IsDate ? due.At : Zone.LocalAt(due.At);
}
