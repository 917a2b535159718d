using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Todo.Api.Persistence;
using Todo.Api.Persistence.Entities;
using Todo.Api.Security;

namespace Todo.Api.Features.Tasks.GetStats;

internal static class GetStatsEndpoint
{
    // One row for each list and priority, and one for each tag. A date is kept as its first instant in UTC: today is one moment for dates, and for instants
    // what is today in the time zone.
    private static readonly Func<TodoDbContext, string, DateTime, DateTime, DateTime, DateTime, IAsyncEnumerable<Group>> Query = EF.CompileAsyncQuery(
        (TodoDbContext db, string userId, DateTime now, DateTime today, DateTime start, DateTime end) => db.Tasks.Where(task => task.UserId == userId)
            .GroupBy(task => new { task.ListId, task.Priority })
            .Select(group => new Group
            {
                ListId = group.Key.ListId,
                Priority = group.Key.Priority,
                Tag = null,
                Total = group.LongCount(),
                Completed = group.LongCount(task => task.Completed),
                Overdue = group.LongCount(task => !task.Completed && task.DueAt < (task.DueIsDate ? today : now)),
                DueToday = group.LongCount(task => !task.Completed && (task.DueIsDate ? task.DueAt == today : task.DueAt >= start && task.DueAt < end)),
            })
            .Concat(db.Tasks.Where(task => task.UserId == userId).SelectMany(task => task.Tags).GroupBy(tag => tag).Select(group => new Group
            {
                ListId = null,
                Priority = default,
                Tag = group.Key,
                Total = group.LongCount(),
                Completed = 0,
                Overdue = 0,
                DueToday = 0,
            })));

    internal static void MapGetStats(this RouteGroupBuilder tasks) => tasks.MapGet("/stats", HandleAsync).WithName("GetStats");

    /// <summary>Count the tasks</summary>
    /// <remarks>How many there are, and how many of them are done, overdue and due today.</remarks>
    /// <response code="200">The numbers.</response>
    internal static async Task<Ok<StatsResponse>> HandleAsync(
        GetStatsRequest request, CurrentUser user, TodoDbContext db, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.Now();
        var (zone, today) = (request.TimeZone, request.TimeZone.DateAt(now));
        var rows = await Query(db, user.Id, now, IanaTimeZone.Utc.StartOf(today), zone.StartOf(today), zone.StartOf(today.AddDays(1))).ToListAsync(ct);

        var (groups, tags) = (rows.FindAll(row => row.Tag is null), rows.FindAll(row => row.Tag is not null));
        var (total, completed) = (groups.Sum(group => group.Total), groups.Sum(group => group.Completed));
        return TypedResults.Ok(new StatsResponse(
            total,
            completed,
            total - completed,
            groups.Sum(group => group.Overdue),
            groups.Sum(group => group.DueToday),
            SumBy(groups, group => group.Priority),
            SumBy(groups, group => group.ListId?.ToString(CultureInfo.InvariantCulture) ?? "none"),
            SumBy(tags, tag => tag.Tag!)));
    }

    private static OrderedDictionary<TKey, long> SumBy<TKey>(IEnumerable<Group> groups, Func<Group, TKey> key) where TKey : notnull =>
        new(groups.GroupBy(key).OrderBy(group => group.Key).Select(group => KeyValuePair.Create(group.Key, group.Sum(one => one.Total))));

    /// <summary>How many tasks there are of a list and priority, or of a tag.</summary>
    private sealed record Group
    {
        internal long? ListId { get; init; }

        internal TaskPriority Priority { get; init; }

        internal string? Tag { get; init; }

        internal long Total { get; init; }

        internal long Completed { get; init; }

        internal long Overdue { get; init; }

        internal long DueToday { get; init; }
    }
}
