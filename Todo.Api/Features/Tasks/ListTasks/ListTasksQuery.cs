using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Todo.Api.Persistence;
using Todo.Api.Persistence.Entities;

namespace Todo.Api.Features.Tasks.ListTasks;

/// <summary>
/// The query of a list. The sort keys are spelled as in the indexes (the migration makes those on expressions), and a page begins with one comparison of
/// the whole key with its tie-breaker, so that it costs the same wherever it begins.
/// </summary>
internal static class ListTasksQuery
{
    // Never null, so that keys compare: tasks without a due date come last either way.
    internal static readonly DateTime Never = DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc).ToMicroseconds();
    internal static readonly DateTime LongAgo = DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc);

    private static readonly ShapedQuery<ListTasksShape, ListTasksValues, TaskResponse> Page = new((db, shape, values) =>
        PageOf(Matching(db.Tasks, shape, values), shape, values));

    // From the user's row, which is there if there are tasks: the total and the page are one answer of one statement, also where the page is empty.
    private static readonly ShapedQuery<ListTasksShape, ListTasksValues, CountedPage> PageWithTotal = new((db, shape, values) =>
    {
        var matching = Matching(db.Tasks, shape, values);
        var page = PageOf(matching, shape, values);
        return db.Users.Where(user => user.Id == values.UserId).Select(user => new CountedPage(matching.LongCount(), page.ToList()));
    });

    /// <summary>The page, and one more task where there is one; with how many match, if that was asked for or is always told.</summary>
    internal static async Task<CountedPage> RunAsync(TodoDbContext db, string userId, ListTasksRequest request, bool isCounted, DateTime now, CancellationToken ct)
    {
        var values = ListTasksValues.From(request, userId, now);
        var shape = ListTasksShape.From(request, values, isCounted);
        if (shape.HasTotal)
        {
            return await PageWithTotal.Run(db, shape, values).FirstOrDefaultAsync(ct) ?? new CountedPage(0, []);
        }

        return new CountedPage(null, await Page.Run(db, shape, values).ToListAsync(ct));
    }

    private static IQueryable<TaskItem> Matching(IQueryable<TaskItem> tasks, ListTasksShape shape, ListTasksValues values)
    {
        tasks = tasks.Where(task => task.UserId == values.UserId);
        tasks = shape.HasStatus ? tasks.Where(task => task.Completed == values.Completed) : tasks;
        tasks = shape.Priorities switch
        {
            0 => tasks,
            1 => tasks.Where(task => task.Priority == values.Priority),
            _ => tasks.Where(task => values.Priorities.Contains(task.Priority)),
        };

        // Both expressions are indexed. That there is a due date at all matters at the very ends of the calendar only; it is said in a roundabout
        // way, because EF Core would take a plain "is not null" as a reason to leave out the coalesce that the indexes have.
        tasks = shape.HasDueFrom || shape.HasDueTo ? tasks.Where(task => task.DueIsDate || task.DueAt != null) : tasks;
        tasks = (shape.HasDueFrom, shape.HasDueTo) switch
        {
            (true, true) => tasks.Where(task => (task.DueAt ?? Never) >= values.DueFrom && (task.DueAt ?? Never) <= values.DueTo),
            (true, false) => tasks.Where(task => (task.DueAt ?? LongAgo) >= values.DueFrom),
            (false, true) => tasks.Where(task => (task.DueAt ?? Never) <= values.DueTo),
            _ => tasks,
        };

        tasks = shape.HasDue
            ? tasks.Where(task => task.DueAt == null ? values.DueIsNone
                : task.DueIsDate ? (task.DueAt >= values.Due[0] && task.DueAt < values.Due[1]) || (!task.Completed && task.DueAt < values.Due[2])
                : (task.DueAt >= values.Due[3] && task.DueAt < values.Due[4]) || (!task.Completed && task.DueAt < values.Due[5]))
            : tasks;

        tasks = shape.HasTags ? tasks.Where(task => TaskFunctions.HasAllTags(task.TagKeys, values.Tags)) : tasks;
        tasks = shape.HasTagsAny ? tasks.Where(task => TaskFunctions.HasAnyTag(task.TagKeys, values.TagsAny)) : tasks;
        tasks = shape.IsOfList ? tasks.Where(task => task.ListId == values.ListId) : tasks;
        tasks = shape.IsOfInbox ? tasks.Where(task => task.ListId == null) : tasks;
        tasks = shape.HasParent ? tasks.Where(task => task.ParentId == values.ParentId) : tasks;
        tasks = shape.HasNoParent ? tasks.Where(task => task.ParentId == null) : tasks;

        for (var word = 0; word < shape.Words; word++)
        {
            var index = word;
            tasks = tasks.Where(task => task.SearchText.Contains(CaseFolding.Fold(values.Words[index])));
        }

        return tasks;
    }

    private static IQueryable<TaskResponse> PageOf(IQueryable<TaskItem> tasks, ListTasksShape shape, ListTasksValues values) => shape.Sort switch
    {
        TaskSort.CreatedAt => PageBy(tasks, shape, values, task => task.CreatedAt, () => values.CursorInstant),
        TaskSort.UpdatedAt => PageBy(tasks, shape, values, task => task.UpdatedAt, () => values.CursorInstant),
        TaskSort.DueDate when shape.IsAscending => PageBy(tasks, shape, values, task => task.DueAt ?? Never, () => values.CursorInstant),
        TaskSort.DueDate => PageBy(tasks, shape, values, task => task.DueAt ?? LongAgo, () => values.CursorInstant),
        TaskSort.Position => RowsOf((shape.HasCursor ? tasks.Beyond(() => values.CursorText, shape.IsAscending) : tasks).InOrder(shape.IsAscending), shape, values),
        TaskSort.Priority => PageBy(tasks, shape, values, task => task.Priority, () => values.CursorPriority),
        _ => PageBy(
            tasks, shape, values,
            task => EF.Functions.Collate(CaseFolding.Fold(task.Title), CaseFolding.Collation),
            () => EF.Functions.Collate(CaseFolding.Fold(values.CursorText), CaseFolding.Collation)),
    };

    private static IQueryable<TaskResponse> PageBy<TKey>(
        IQueryable<TaskItem> tasks, ListTasksShape shape, ListTasksValues values, Expression<Func<TaskItem, TKey>> key, Expression<Func<TKey>> cursorKey)
    {
        if (shape.HasCursor)
        {
            tasks = tasks.Where(IsAfter(key, cursorKey, () => values.CursorId, shape.IsAscending));
        }

        return RowsOf(
            shape.IsAscending ? tasks.OrderBy(key).ThenBy(task => task.Id) : tasks.OrderByDescending(key).ThenByDescending(task => task.Id), shape, values);
    }

    private static IQueryable<TaskResponse> RowsOf(IQueryable<TaskItem> tasks, ListTasksShape shape, ListTasksValues values)
    {
        tasks = shape.HasOffset ? Call(nameof(Queryable.Skip), tasks, () => values.Offset) : tasks;
        tasks = shape.Limit is { } limit ? tasks.Take(limit + 1) : Call(nameof(Queryable.Take), tasks, () => values.Rows);
        return tasks.Select(TaskResponse.Projection);
    }

    // Not Skip(values.Offset), which would put the number itself into the statement.
    private static IQueryable<TaskItem> Call(string method, IQueryable<TaskItem> tasks, Expression<Func<int>> number) =>
        tasks.Provider.CreateQuery<TaskItem>(Expression.Call(typeof(Queryable), method, [typeof(TaskItem)], tasks.Expression, number.Body));

    /// <summary><c>(key, id) &gt; (cursor's key, cursor's id)</c>, or <c>&lt;</c>: a row comparison, which an index serves.</summary>
    private static Expression<Func<TaskItem, bool>> IsAfter<TKey>(
        Expression<Func<TaskItem, TKey>> key, Expression<Func<TKey>> cursorKey, Expression<Func<long>> cursorId, bool isAscending)
    {
        var comparison = isAscending ? nameof(NpgsqlDbFunctionsExtensions.GreaterThan) : nameof(NpgsqlDbFunctionsExtensions.LessThan);
        return Expression.Lambda<Func<TaskItem, bool>>(
            Expression.Call(
                typeof(NpgsqlDbFunctionsExtensions), comparison, null,
                Expression.Constant(EF.Functions),
                Row(key.Body, Expression.Property(key.Parameters[0], nameof(TaskItem.Id))),
                Row(cursorKey.Body, cursorId.Body)),
            key.Parameters);

        static Expression Row(Expression key, Expression id) =>
            Expression.Convert(Expression.Call(typeof(ValueTuple), nameof(ValueTuple.Create), [key.Type, id.Type], key, id), typeof(ITuple));
    }
}
