using System.Collections.Frozen;
using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using Todo.Api.Persistence.Entities;
using Todo.Api.Responses.Conditional;

namespace Todo.Api.Features.Lists;

/// <summary>A list as clients see it.</summary>
/// <param name="Id">Generated.</param>
/// <param name="Name">1 to 100 characters.</param>
/// <param name="Color">A color such as #ff8800, or null.</param>
/// <param name="Position">Its place among the lists: a text that sorts by code points, and that nothing else is to be read from.</param>
/// <param name="Version">From 1; grows with every real change, that of its counts included. The ETag of the list.</param>
/// <param name="Open">How many of its tasks are not completed.</param>
/// <param name="Total">How many tasks are in it, those in the trash aside.</param>
/// <param name="CreatedAt">When it was made, UTC, to the microsecond.</param>
/// <param name="UpdatedAt">When it last really changed, UTC, to the microsecond.</param>
/// <example>
/// {
///   "id": 7, "name": "Groceries", "color": "#ff8800", "position": "a7", "version": 4, "open": 2, "total": 3,
///   "created_at": "2026-11-21T09:30:00.123456Z", "updated_at": "2026-11-21T09:30:00.123456Z"
/// }
/// </example>
internal sealed record ListResponse(
    long Id,
    [property: MinLength(1), MaxLength(TaskList.MaxNameLength)] string Name,
    string? Color,
    string Position,
    long Version,
    int Open,
    int Total,
    DateTime CreatedAt,
    DateTime UpdatedAt) : IVersioned
{
    /// <summary>What a client may send back with a list, and what is ignored then.</summary>
    internal static readonly FrozenSet<string> ReadOnlyMembers =
        FrozenSet.Create("id", "user_id", "position", "version", "open", "total", "created_at", "updated_at");

    /// <summary>How a list is read, in queries and from a row that a statement answered with.</summary>
    internal static readonly Expression<Func<TaskList, ListResponse>> Projection = list => new ListResponse(
        list.Id,
        list.Name,
        list.Color,
        TaskPosition.From(null, list.Id),
        list.Version,
        list.Open,
        list.Total,
        list.CreatedAt,
        list.UpdatedAt);

    private static readonly Func<TaskList, ListResponse> FromList = Projection.Compile();

    internal static ListResponse From(TaskList list) => FromList(list);
}
