using Todo.Api.Persistence;
using Todo.Api.Persistence.Entities;

namespace Todo.Api.Features.Tasks.ListTasks;

/// <summary>
/// The statements of a list. Each sort has its index (TaskItemConfiguration and the migration); the expressions here are spelled as there,
/// and paging compares whole keys with their tie-breaker, so that a page costs the same wherever it begins.
/// </summary>
internal sealed class ListTasksSql
{
    private const int IndexedWords = 4;
    private const string SearchText = @"(title || E'\n' || coalesce(description, ''))";
    private const string DueAscending = "coalesce(due_at, 'infinity')";
    private const string DueDescending = "coalesce(due_at, '-infinity')";

    private readonly ListTasksRequest _request;
    private readonly List<SqlArgument> _arguments = [];
    private readonly string _matching;

    internal ListTasksSql(ListTasksRequest request, string userId)
    {
        _request = request;
        _matching = string.Join(" AND ", Conditions(userId));
    }

    internal SqlArgument[] Arguments => [.. _arguments];

    /// <summary>The page, and one more row where there is one: whether a next page is needed.</summary>
    internal string Page()
    {
        var direction = _request.Order == SortOrder.Asc ? "ASC" : "DESC";
        var offset = _request.Page is { } page ? $" OFFSET {Placeholder(Offset(page, _request.Limit))}" : "";

        // The limit is a number in the text: of a parameter PostgreSQL cannot tell that few rows are wanted, and it plans each list anew.
        return $"SELECT {TaskResponse.Columns} FROM tasks WHERE {_matching}{AfterCursor()} ORDER BY {SortKey} {direction}, id {direction} LIMIT {_request.Limit + 1}{offset}";
    }

    internal string Count() => $"SELECT count(*) FROM tasks WHERE {_matching}";

    private string SortKey => _request.Sort switch
    {
        TaskSort.CreatedAt => "created_at",
        TaskSort.UpdatedAt => "updated_at",
        TaskSort.DueDate => _request.Order == SortOrder.Asc ? DueAscending : DueDescending,
        TaskSort.Priority => "priority",
        _ => Lower("title"),
    };

    private IEnumerable<string> Conditions(string userId)
    {
        yield return $"user_id = {Placeholder(userId)}";

        if (_request.IsCompleted is { } completed)
        {
            yield return $"completed = {Placeholder(completed)}";
        }

        if (_request.Priority is { } priorities)
        {
            yield return $"priority = ANY ({Placeholder(priorities.Select(priority => (short)priority).ToArray())})";
        }

        // Both expressions are indexed, and each leaves out tasks without a due date on its side.
        if (_request.DueDateFrom is { } from)
        {
            yield return $"{(_request.DueDateTo is null ? DueDescending : DueAscending)} >= {Placeholder(from.At)}";
        }

        if (_request.DueDateTo is { } to)
        {
            yield return $"{DueAscending} <= {Placeholder(to.End)}";
        }

        // The trigram index serves a condition on one pattern, not on an array of them; the few that use it bound the number of statements.
        var patterns = Array.ConvertAll(_request.Words, Pattern);
        foreach (var pattern in patterns.Take(IndexedWords))
        {
            yield return $"{SearchText} ILIKE {Placeholder(pattern)}";
        }

        if (patterns.Length > IndexedWords)
        {
            yield return $"{SearchText} ILIKE ALL ({Placeholder(patterns[IndexedWords..])})";
        }
    }

    private string AfterCursor()
    {
        if (_request.Cursor is not { } cursor)
        {
            return "";
        }

        var key = cursor.KeyValue(_request.Sort) switch
        {
            null => _request.Order == SortOrder.Asc ? "'infinity'" : "'-infinity'",
            string title => Lower(Placeholder(title)),
            TaskPriority priority => Placeholder(priority),
            var instant => Placeholder((DateTime)instant),
        };
        return $" AND ({SortKey}, id) {(_request.Order == SortOrder.Asc ? ">" : "<")} ({key}, {Placeholder(cursor.Id)})";
    }

    private string Placeholder(SqlArgument argument)
    {
        _arguments.Add(argument);
        return $"${_arguments.Count}";
    }

    private static string Lower(string text) => $"lower({text} COLLATE \"und-x-icu\")";

    private static string Pattern(string word) =>
        $"%{word.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal)}%";

    // A page beyond the end of the world is as empty as one beyond the end of the list.
    private static long Offset(long page, int limit) => (long)Int128.Min((Int128)(page - 1) * limit, long.MaxValue);
}
