using System.Collections.Frozen;
using Todo.Api.Persistence.Entities;

namespace Todo.Api.Features.Tasks.ListTasks;

/// <summary>What of a request decides the text of its statement.</summary>
internal readonly record struct ListTasksShape(
    bool HasStatus, int Priorities, bool HasDueFrom, bool HasDueTo, bool HasParent, bool HasNoParent, int Words, bool HasMoreWords, TaskSort Sort, bool IsAscending, bool HasCursor, bool HasOffset,
    bool HasTotal, int? Limit)
{
    /// <summary>So many words of a search are parameters of their own; the rest are one.</summary>
    internal const int MaxWords = 5;

    // Of a limit that is a parameter PostgreSQL cannot tell that few rows are wanted, and it plans each such list anew. A statement of its own for each
    // limit, on the other hand, would have to be compiled for each: so the usual ones have theirs.
    private static readonly FrozenSet<int> UsualLimits = FrozenSet.Create(10, 20, 25, 50, 100, 200, 500);

    internal static ListTasksShape From(ListTasksRequest request, bool isCounted) => new(
        request.IsCompleted is not null,
        Math.Min(request.Priority?.Count ?? 0, 2),
        request.DueDateFrom is not null,
        request.DueDateTo is not null,
        request.ParentId?.Id is not null,
        request.ParentId is { Id: null },
        Math.Min(request.Words.Length, MaxWords),
        request.Words.Length > MaxWords,
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

    internal TaskPriority[] Priorities { get; init; } = [];

    internal DateTime DueFrom { get; init; }

    internal DateTime DueTo { get; init; }

    internal long ParentId { get; init; }

    internal string[] Words { get; init; } = [];

    internal string[] MoreWords { get; init; } = [];

    internal DateTime CursorInstant { get; init; }

    internal TaskPriority CursorPriority { get; init; }

    internal string CursorText { get; init; } = "";

    internal long CursorId { get; init; }

    internal int Offset { get; init; }

    /// <summary>One more than the page has: whether there is a next one.</summary>
    internal int Rows { get; init; }

    internal static ListTasksValues From(ListTasksRequest request, string userId)
    {
        var words = request.Words;
        return new ListTasksValues
        {
            UserId = userId,
            Completed = request.IsCompleted ?? false,
            Priorities = [.. request.Priority ?? []],
            DueFrom = request.DueDateFrom?.At ?? default,
            DueTo = request.DueDateTo?.End ?? default,
            ParentId = request.ParentId?.Id ?? 0,
            Words = words,
            MoreWords = words.Length > ListTasksShape.MaxWords ? words[ListTasksShape.MaxWords..] : [],
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
