using Todo.Api.Persistence;
using Todo.Api.Persistence.Entities;

namespace Todo.Api.Features.Tasks.ListTasks;

/// <summary>
/// The statements of a list. Each sort has its index (TaskItemConfiguration and the migrations); the expressions here are spelled as there,
/// and paging compares whole keys with their tie-breaker, so that a page costs the same wherever it begins. How a search goes: docs/adr/0006.
/// </summary>
internal sealed class ListTasksSql
{
    private const int IndexedWords = 4;

    // A word in every thirtieth task fills a page soon enough when they are read in order; from rarer words the index makes few rows.
    private const int SampleSize = 100;
    private const int CommonWord = 30;

    private const string DueAscending = "coalesce(due_at, 'infinity')";
    private const string DueDescending = "coalesce(due_at, '-infinity')";

    private readonly ListTasksRequest _request;
    private readonly List<SqlArgument> _arguments = [];
    private readonly string[] _patterns;
    private readonly string _matching;
    private readonly string? _words;

    internal ListTasksSql(ListTasksRequest request, string userId)
    {
        _request = request;
        _patterns = Array.ConvertAll(request.Words, Pattern);
        _matching = string.Join(" AND ", Conditions(userId));
        _words = _patterns.Length > 0 ? string.Join(" AND ", Occurrences()) : null;
    }

    internal SqlArgument[] Arguments => [.. _arguments];

    /// <summary>The page, and one more row where there is one: whether a next page is needed.</summary>
    internal string Page()
    {
        var offset = _request.Page is { } page ? $" OFFSET {Placeholder(Offset(page, _request.Limit))}" : "";
        var after = AfterCursor();

        // The limit is a number in the text: of a parameter PostgreSQL cannot tell that few rows are wanted, and it plans each list anew.
        var order = $"ORDER BY {Order} LIMIT {_request.Limit + 1}{offset}";
        return _words is null
            ? $"SELECT {TaskResponse.Columns} FROM tasks WHERE {_matching}{after} {order}"
            : $"SELECT {TaskResponse.Columns} FROM ({Found($"{_matching}{after}")}) found {order}";
    }

    internal string Count() => _words is null
        ? $"SELECT count(*) FROM tasks WHERE {_matching}"
        : $"""
            SELECT (SELECT count(*) FROM tasks WHERE {_matching} AND {_words} AND NOT in_search_index)
                 + (SELECT count(*) FROM tasks WHERE {_matching} AND {_words} AND in_search_index)
            """;

    /// <summary>
    /// What a search finds, at least so much of it as the page needs. A sample of the tasks in the search index tells whether to read in the
    /// list's order until the page is full, or to ask the index and read the few tasks outside it. Who has none in the index has an empty
    /// sample, and the few tasks are read in order. PostgreSQL cannot decide that: it plans before it knows the words and the user.
    /// </summary>
    private string Found(string matching)
    {
        // Two things are for the planner, so that it does not gather and sort all tasks of a user: what is read in order is a query of its own
        // (OFFSET 0), and coalesce hides that words are mostly rare. (SELECT $1) also hides who has many tasks: for a sample of theirs the
        // whole table would be read, expecting to meet a hundred of them soon.
        var wanted = _request.Page is { } page ? Placeholder(EndOf(page, _request.Limit)) : $"{_request.Limit + 1}";
        return $"""
            WITH sample AS MATERIALIZED (
                SELECT count(*) FILTER (WHERE {_words}) * {CommonWord} >= count(*) AS read_in_order
                FROM (SELECT search_text FROM tasks WHERE user_id = (SELECT $1) AND in_search_index LIMIT {SampleSize}) few),
            picked AS MATERIALIZED (
                SELECT {TaskResponse.Columns} FROM tasks WHERE {matching} AND NOT in_search_index AND {_words} AND NOT (SELECT read_in_order FROM sample)
                UNION ALL
                SELECT {TaskResponse.Columns} FROM tasks WHERE {matching} AND in_search_index AND {_words} AND NOT (SELECT read_in_order FROM sample))
            (SELECT {TaskResponse.Columns}
             FROM (SELECT {TaskResponse.Columns}, search_text FROM tasks WHERE {matching} AND (SELECT read_in_order FROM sample) ORDER BY {Order} OFFSET 0) ordered
             WHERE coalesce({_words}, false) LIMIT {wanted})
            UNION ALL
            SELECT {TaskResponse.Columns} FROM picked
            """;
    }

    private string Order => _request.Order == SortOrder.Asc ? $"{SortKey} ASC, id ASC" : $"{SortKey} DESC, id DESC";

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

        // Only a single value is looked for in the index of the sort while its order is kept.
        if (_request.Priority is [var single])
        {
            yield return $"priority = {Placeholder(single)}";
        }
        else if (_request.Priority is { } priorities)
        {
            yield return $"priority = ANY ({Parameter(priorities.Select(priority => (short)priority).ToArray())})";
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
    }

    private IEnumerable<string> Occurrences()
    {
        // The trigram index serves a condition on one pattern, not on an array of them; the few that use it bound the number of statements.
        foreach (var pattern in _patterns.Take(IndexedWords))
        {
            yield return $"search_text LIKE (SELECT lower({Parameter(pattern)}))";
        }

        if (_patterns.Length > IndexedWords)
        {
            yield return $"search_text LIKE ALL ((SELECT array_agg(lower(pattern)) FROM unnest({Parameter(_patterns[IndexedWords..])}) pattern)::text[])";
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

    // A search is planned for any value (docs/adr/0006). From a sub-select PostgreSQL does not see which one it is: it would plan each search anew
    // as soon as that looks cheaper for some users than for all, and planning takes as long as searching.
    private string Placeholder(SqlArgument argument) => _patterns.Length > 0 ? $"(SELECT {Parameter(argument)})" : Parameter(argument);

    // ANY and ALL would read the array of a sub-select as its only row.
    private string Parameter(SqlArgument argument)
    {
        _arguments.Add(argument);
        return $"${_arguments.Count}";
    }

    private static string Lower(string text) => $"lower({text} COLLATE \"und-x-icu\")";

    private static string Pattern(string word) =>
        $"%{word.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal)}%";

    // A page beyond the end of the world is as empty as one beyond the end of the list.
    private static long Offset(long page, int limit) => (long)Int128.Min((Int128)(page - 1) * limit, long.MaxValue);

    private static long EndOf(long page, int limit) => (long)Int128.Min(((Int128)page * limit) + 1, long.MaxValue);
}
