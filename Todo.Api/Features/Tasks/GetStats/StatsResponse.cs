using Todo.Api.Persistence.Entities;

namespace Todo.Api.Features.Tasks.GetStats;

/// <summary>How many tasks a user has, those in the trash left out.</summary>
/// <param name="Total">All.</param>
/// <param name="Completed">Those that are done.</param>
/// <param name="Pending">Those that are not.</param>
/// <param name="Overdue">Pending, and due before now; without a time, before today.</param>
/// <param name="DueToday">Pending, and due today.</param>
/// <param name="ByPriority">All by priority, where there are any.</param>
/// <param name="ByList">All by the id of their list, where there are any; none for those in the inbox.</param>
/// <param name="ByTag">All by their tags, where there are any: a task counts for each of its tags.</param>
/// <example>
/// {
///   "total": 4, "completed": 1, "pending": 3, "overdue": 1, "due_today": 1,
///   "by_priority": { "medium": 2, "high": 2 }, "by_list": { "7": 3, "none": 1 }, "by_tag": { "home": 3 }
/// }
/// </example>
internal sealed record StatsResponse(
    long Total, long Completed, long Pending, long Overdue, long DueToday, IReadOnlyDictionary<TaskPriority, long> ByPriority, IReadOnlyDictionary<string, long> ByList,
    IReadOnlyDictionary<string, long> ByTag);
