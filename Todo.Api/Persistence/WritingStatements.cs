using System.Collections.Concurrent;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace Todo.Api.Persistence;

/// <summary>Statements that answer with the row that they wrote, such as <c>UPDATE … RETURNING *</c>: <c>FromSql</c>, compiled.</summary>
internal static class WritingStatements
{
    /// <summary>The row that a statement for one row answers with, if any. LINQ operators and query filters would wrap the statement in a subquery.</summary>
    /// <typeparam name="T">The entity whose columns the statement returns.</typeparam>
    internal static async Task<T?> SingleInStatementAsync<T>(this TodoDbContext db, FormattableString sql, CancellationToken ct) where T : class
    {
        var statement = Compiled<T>.Statements.GetOrAdd(sql.Format, static (text, db) => Compiled<T>.Create(text, db), db);

        // Read to its end, where the server says that the statement is committed.
        T? single = null;
        await foreach (var row in statement(db, sql.GetArguments()).WithCancellation(ct))
        {
            single = row;
        }

        return single;
    }

    /// <summary>By their text, of which there is one for each place in the code.</summary>
    private static class Compiled<T> where T : class
    {
        internal static readonly ConcurrentDictionary<string, Func<TodoDbContext, object?[], IAsyncEnumerable<T>>> Statements = new();

        // EF.CompileAsyncQuery takes a FromSql whose arguments are one parameter, but not one that is written out in its lambda.
        internal static Func<TodoDbContext, object?[], IAsyncEnumerable<T>> Create(string text, TodoDbContext db)
        {
            var arguments = new ArgumentsToParameter();
            var statement = arguments.Visit(db.Set<T>().FromSqlRaw(text).IgnoreQueryFilters().Expression);
            return EF.CompileAsyncQuery(Expression.Lambda<Func<TodoDbContext, object?[], IQueryable<T>>>(
                statement, Expression.Parameter(typeof(TodoDbContext), "db"), arguments.Parameter));
        }
    }

    private sealed class ArgumentsToParameter : ExpressionVisitor
    {
        internal ParameterExpression Parameter { get; } = Expression.Parameter(typeof(object[]), "arguments");

        protected override Expression VisitConstant(ConstantExpression node) => node.Type == typeof(object[]) ? Parameter : base.VisitConstant(node);
    }
}
