using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Todo.Api.Persistence;
using Todo.Api.Persistence.Entities;
using Todo.Api.Security;

namespace Todo.Api.Features.Tasks.GetStats;

internal static class GetStatsEndpoint
{
    // Dates are kept as in UTC, instants belong to the day that they have in the time zone.
    private static readonly Func<TodoDbContext, string, Day, Day, DateTime, IAsyncEnumerable<Group>> Query = EF.CompileAsyncQuery(
        (TodoDbContext db, string userId, Day date, Day there, DateTime now) => db.Tasks.Where(task => task.UserId == userId)
            .GroupBy(task => task.Priority)
            .Select(group => new Group(
                group.Key,
                group.LongCount(),
                group.LongCount(task => task.Completed),
                group.LongCount(task => !task.Completed && task.DueAt < (task.DueIsDate ? date.Start : now)),
                group.LongCount(task => !task.Completed
                    && task.DueAt >= (task.DueIsDate ? date.Start : there.Start)
                    && task.DueAt < (task.DueIsDate ? date.End : there.End)))));

    internal static void MapGetStats(this RouteGroupBuilder tasks) => tasks.MapGet("/stats", HandleAsync).WithName("GetStats");

    /// <summary>Count the tasks</summary>
    /// <remarks>How many there are, and how many of them are done, overdue and due today.</remarks>
    /// <response code="200">The numbers.</response>
    internal static async Task<Ok<StatsResponse>> HandleAsync(
        GetStatsRequest request, CurrentUser user, TodoDbContext db, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.Now();
        var today = request.TimeZone.DateAt(now);
        var groups = await Query(db, user.Id, Day.From(today, IanaTimeZone.Utc), Day.From(today, request.TimeZone), now).ToListAsync(ct);

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

    private readonly record struct Day(DateTime Start, DateTime End)
    {
        internal static Day From(DateOnly date, IanaTimeZone zone) => new(zone.StartOf(date), zone.StartOf(date.AddDays(1)));
    }
}
