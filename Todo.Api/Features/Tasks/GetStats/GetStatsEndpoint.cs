using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Todo.Api.Persistence;
using Todo.Api.Persistence.Entities;
using Todo.Api.Security;

namespace Todo.Api.Features.Tasks.GetStats;

internal static class GetStatsEndpoint
{
    // A date is kept as its first instant in UTC: today is one moment for dates, and for instants what is today in the time zone.
    private static readonly Func<TodoDbContext, string, DateTime, DateTime, DateTime, DateTime, IAsyncEnumerable<Group>> Query = EF.CompileAsyncQuery(
        (TodoDbContext db, string userId, DateTime now, DateTime today, DateTime start, DateTime end) => db.Tasks.Where(task => task.UserId == userId)
            .GroupBy(task => task.Priority)
            .Select(group => new Group(
                group.Key,
                group.LongCount(),
                group.LongCount(task => task.Completed),
                group.LongCount(task => !task.Completed && task.DueAt < (task.DueIsDate ? today : now)),
                group.LongCount(task => !task.Completed && (task.DueIsDate ? task.DueAt == today : task.DueAt >= start && task.DueAt < end)))));

    internal static void MapGetStats(this RouteGroupBuilder tasks) => tasks.MapGet("/stats", HandleAsync).WithName("GetStats");

    /// <summary>Count the tasks</summary>
    /// <remarks>How many there are, and how many of them are done, overdue and due today.</remarks>
    /// <response code="200">The numbers.</response>
    internal static async Task<Ok<StatsResponse>> HandleAsync(
        GetStatsRequest request, CurrentUser user, TodoDbContext db, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.Now();
        var (zone, today) = (request.TimeZone, request.TimeZone.DateAt(now));
        var groups = await Query(db, user.Id, now, IanaTimeZone.Utc.StartOf(today), zone.StartOf(today), zone.StartOf(today.AddDays(1))).ToListAsync(ct);

        var (total, completed) = (groups.Sum(group => group.Total), groups.Sum(group => group.Completed));
        return TypedResults.Ok(new StatsResponse(
            total,
            completed,
            total - completed,
            groups.Sum(group => group.Overdue),
            groups.Sum(group => group.DueToday),
            groups.ToDictionary(group => group.Priority, group => group.Total)));
    }

    private sealed record Group(TaskPriority Priority, long Total, long Completed, long Overdue, long DueToday);
}
