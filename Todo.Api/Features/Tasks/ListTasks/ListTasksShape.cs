using System.Collections.Frozen;
using Todo.Api.Persistence.Entities;

namespace Todo.Api.Features.Tasks.ListTasks;

/// <summary>What of a request decides the text of its statement.</summary>
internal readonly record struct ListTasksShape(
    bool HasStatus, int Priorities, bool HasDueFrom, bool HasDueTo, bool HasDue, bool HasTags, bool HasTagsAny, bool IsOfList, bool IsOfInbox, bool HasParent, bool HasNoParent,
    int Words, TaskSort Sort, bool IsAscending, bool HasCursor, bool HasOffset, bool HasTotal, int? Limit)
{
    // Of a limit that is a parameter PostgreSQL cannot tell that few rows are wanted, and it plans each such list anew. A statement of its own for each
    // limit, on the other hand, would have to be compiled for each: so the usual ones have theirs.
    private static readonly FrozenSet<int> UsualLimits = FrozenSet.Create(10, 20, 25, 50, 100, 200, 500);

    internal static ListTasksShape From(ListTasksRequest request, ListTasksValues values, bool isCounted) => new(
        request.IsCompleted is not null,
        Math.Min(request.Priority?.Count ?? 0, 2),
        values.DueFrom is not null,
        values.DueTo is not null,
        request.Due is not null,
        request.Tags is not null,
        request.TagsAny is not null,
        request.ListId is { Id: not null },
        request.ListId is { Id: null },
        request.ParentId?.Id is not null,
        request.ParentId is { Id: null },
        values.Words.Length,
        request.SortKey,
        request.IsAscending,
        request.Cursor is not null,
        request.Skipped is not null,
        isCounted || request.Count || request.Skipped is not null,
        UsualLimits.Contains(request.Limit) ? request.Limit : null);
}

/// <summary>What differs between two requests of one shape: each of these is a parameter of the statement.</summary>
internal sealed class ListTasksValues
{
    internal required string UserId { get; init; }

    internal bool Completed { get; init; }

    internal TaskPriority Priority { get; init; }

    internal TaskPriority[] Priorities { get; init; } = [];

    internal DateTime? DueFrom { get; init; }

    internal DateTime? DueTo { get; init; }

    /// <summary>The limits of the filter <c>due</c>, one parameter for them all: of dates (from, before, overdue before), then of instants.</summary>
    internal DateTime[] Due { get; init; } = [];

    internal bool DueIsNone { get; init; }

    internal string[] Tags { get; init; } = [];

    internal string[] TagsAny { get; init; } = [];

    internal long ListId { get; init; }

    internal long ParentId { get; init; }

    internal string[] Words { get; init; } = [];

    internal DateTime CursorInstant { get; init; }

    internal TaskPriority CursorPriority { get; init; }

    internal string CursorText { get; init; } = "";

    internal long CursorId { get; init; }

    internal int Offset { get; init; }

    /// <summary>One more than the page has: whether there is a next one.</summary>
    internal int Rows { get; init; }

    internal static ListTasksValues From(ListTasksRequest request, string userId, DateTime now)
    {
        var due = request.Due is null ? null : DueLimits.At(now, request.TimeZone, request.Due);
        return new ListTasksValues
        {
            UserId = userId,
            Completed = request.IsCompleted ?? false,
            Priority = request.Priority is [var priority, ..] ? priority : default,
            Priorities = [.. request.Priority ?? []],
            DueFrom = new[] { request.DueDateFrom?.At, due?.From }.Max(),
            DueTo = new[] { request.DueDateTo?.End, due?.To }.Min(),
            Due = due is null ? [] : [.. due.Dates.ToArray(), .. due.Instants.ToArray()],
            DueIsNone = due?.TakesNone ?? false,
            Tags = [.. request.Tags ?? []],
            TagsAny = [.. request.TagsAny ?? []],
            ListId = request.ListId?.Id ?? 0,
            ParentId = request.ParentId?.Id ?? 0,
            Words = request.Words,
            CursorInstant = request.Cursor?.Instant ?? default,
            CursorPriority = request.Cursor?.Priority ?? default,
            CursorText = request.Cursor?.Text ?? "",
            CursorId = request.Cursor?.Id ?? 0,

            // A page beyond the end of the world is as empty as one beyond the end of the list.
            Offset = (int)Math.Min(request.Skipped ?? 0, int.MaxValue),
            Rows = request.Limit + 1,
        };
    }
}
