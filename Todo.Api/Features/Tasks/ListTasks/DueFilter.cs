namespace Todo.Api.Features.Tasks.ListTasks;

/// <summary>When the tasks that are listed are due.</summary>
internal enum DueFilter
{
    Overdue,
    Today,
    Tomorrow,
    Week,
    None,
}

/// <summary>
/// What the filters come to at one moment. A date is that day everywhere and stands in the database as in UTC; an instant belongs to the day that it has in
/// the zone. So each kind has limits of its own.
/// </summary>
/// <param name="Dates">The limits of dates.</param>
/// <param name="Instants">The limits of instants.</param>
/// <param name="TakesNone">Whether tasks without a due date are taken, too.</param>
internal sealed record DueLimits(DueLimits.Kind Dates, DueLimits.Kind Instants, bool TakesNone)
{
    /// <summary>No task is taken that is due before this; nothing where that cannot be said.</summary>
    internal DateTime? From => TakesNone || Dates.OverdueBefore is not null ? null : new[] { Dates.From, Instants.From }.Min();

    /// <summary>No task is taken that is due after this; nothing where that cannot be said.</summary>
    internal DateTime? To => TakesNone ? null : new[] { Dates.Before, Instants.Before, Instants.OverdueBefore }.Max();

    internal static DueLimits At(DateTime now, IanaTimeZone zone, IReadOnlyList<DueFilter> filters)
    {
        // Today, tomorrow and the week touch or hold one another: together they are one range of days.
        var days = filters.SelectMany(filter => filter switch
        {
            DueFilter.Today => [0],
            DueFilter.Tomorrow => [1],
            DueFilter.Week => [0, 6],
            _ => (int[])[],
        }).ToList();

        var today = zone.DateAt(now);
        var from = today.AddDays(days.DefaultIfEmpty(0).Min());
        var before = today.AddDays(days.DefaultIfEmpty(-1).Max() + 1);
        var isOverdue = filters.Contains(DueFilter.Overdue);
        return new(
            new(IanaTimeZone.Utc.StartOf(from), IanaTimeZone.Utc.StartOf(before), isOverdue ? IanaTimeZone.Utc.StartOf(today) : null),
            new(zone.StartOf(from), zone.StartOf(before), isOverdue ? now : null),
            filters.Contains(DueFilter.None));
    }

    /// <summary>The days that are asked for, and before when a task that is not completed is overdue, if such tasks are taken.</summary>
    internal readonly record struct Kind(DateTime From, DateTime Before, DateTime? OverdueBefore)
    {
        internal DateTime[] ToArray() => [From, Before, OverdueBefore ?? ListTasksQuery.LongAgo];
    }
}
