using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Todo.Api.Persistence;
using Todo.Api.Persistence.Entities;

namespace Todo.Api.Features.Tasks;

/// <summary>The order by hand, in queries.</summary>
internal static class TaskOrder
{
    /// <summary>The position of a task (<see cref="TaskPosition"/>), spelled as in the index.</summary>
    internal static readonly Expression<Func<TaskItem, string>> Position = task => EF.Functions.Collate(task.MovedTo ?? TaskFunctions.Position(task.Id), "C");

    /// <summary>By position; without a tie-breaker, because no two of a user are equal.</summary>
    internal static IQueryable<TaskItem> InOrder(this IQueryable<TaskItem> tasks, bool isAscending) =>
        isAscending ? tasks.OrderBy(Position) : tasks.OrderByDescending(Position);

    /// <summary>What comes after a position in that order.</summary>
    internal static IQueryable<TaskItem> Beyond(this IQueryable<TaskItem> tasks, Expression<Func<string>> position, bool isAscending)
    {
        Expression<Func<string, string, int>> compare = (one, other) => string.Compare(one, other);
        var comparison = ((MethodCallExpression)compare.Body).Update(null, [Position.Body, position.Body]);
        return tasks.Where(Expression.Lambda<Func<TaskItem, bool>>(
            Expression.MakeBinary(isAscending ? ExpressionType.GreaterThan : ExpressionType.LessThan, comparison, Expression.Constant(0)), Position.Parameters));
    }
}
