using System.ComponentModel.DataAnnotations;
using Npgsql;
using Todo.Api.OpenApi;
using Todo.Api.Persistence.Entities;
using Todo.Api.Security;

namespace Todo.Api.Features.Tasks;

/// <summary>A task as clients see it.</summary>
/// <param name="Id">Generated.</param>
/// <param name="UserId">Whose it is.</param>
/// <param name="Title">1 to 200 characters.</param>
/// <param name="Description">At most 1000 characters, or null.</param>
/// <param name="Completed">Whether it is done.</param>
/// <param name="Priority">low, medium or high.</param>
/// <param name="DueDate">A date (2026-12-01) or an instant in UTC (2026-12-01T08:00:00Z), as it was given, or null.</param>
/// <param name="CreatedAt">When it was made, UTC, to the microsecond.</param>
/// <param name="UpdatedAt">When it last really changed, UTC, to the microsecond.</param>
[Example(
    """
    {
      "id": 42, "user_id": "n38FQvqdRVXc16ItOEQJgPaeqY6OAeol", "title": "Buy milk", "description": null, "completed": false,
      "priority": "medium", "due_date": "2026-12-01",
      "created_at": "2026-11-21T09:30:00.123456Z", "updated_at": "2026-11-21T09:30:00.123456Z"
    }
    """)]
internal sealed record TaskResponse(
    long Id,
    string UserId,
    [property: MinLength(1), MaxLength(TaskItem.MaxTitleLength)] string Title,
    [property: MaxLength(TaskItem.MaxDescriptionLength)] string? Description,
    bool Completed,
    TaskPriority Priority,
    DueDate? DueDate,
    DateTime CreatedAt,
    DateTime UpdatedAt)
{
    /// <summary>What statements that answer with tasks select or return, in the order in which <see cref="Of"/> expects it.</summary>
    internal const string Columns = "id, title, description, completed, priority, due_at, due_is_date, created_at, updated_at";

    /// <summary>Reads a row of a statement on the tasks of this user. Whose it is need not be read from each of them.</summary>
    internal static Func<NpgsqlDataReader, TaskResponse> Of(CurrentUser user) => row => new(
        row.GetInt64(0),
        user.Id,
        row.GetString(1),
        row.IsDBNull(2) ? null : row.GetString(2),
        row.GetBoolean(3),
        (TaskPriority)row.GetInt16(4),
        row.IsDBNull(5) ? null : new DueDate(row.GetDateTime(5), IsDate: row.GetBoolean(6)),
        row.GetDateTime(7),
        row.GetDateTime(8));
}
