using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Todo.Api.Persistence.Entities;

namespace Todo.Api.Persistence;

/// <summary>How every query on users' data begins. In SQL text the same reads <c>WHERE user_id = …</c>.</summary>
internal static class OwnershipQueries
{
    internal static IQueryable<TaskItem> OwnedBy(this IQueryable<TaskItem> tasks, string userId) => tasks.Where(task => task.UserId == userId);
}

/// <summary>Lets compiled queries say <c>OwnedBy</c> too: writes the call out before EF Core translates the query.</summary>
internal sealed class OwnedByExpansion : ExpressionVisitor, IQueryExpressionInterceptor
{
    private static readonly MethodInfo OwnedBy = ((Func<IQueryable<TaskItem>, string, IQueryable<TaskItem>>)OwnershipQueries.OwnedBy).Method;

    public Expression QueryCompilationStarting(Expression queryExpression, QueryExpressionEventData eventData) => Visit(queryExpression);

    protected override Expression VisitMethodCall(MethodCallExpression node)
    {
        if (node.Method != OwnedBy)
        {
            return base.VisitMethodCall(node);
        }

        var task = Expression.Parameter(typeof(TaskItem), "task");
        var isOwned = Expression.Lambda<Func<TaskItem, bool>>(
            Expression.Equal(Expression.Property(task, nameof(TaskItem.UserId)), node.Arguments[1]), task);
        return Expression.Call(typeof(Queryable), nameof(Queryable.Where), [typeof(TaskItem)], Visit(node.Arguments[0]), Expression.Quote(isOwned));
    }
}
