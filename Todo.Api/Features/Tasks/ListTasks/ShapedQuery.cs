using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Todo.Api.Persistence;

namespace Todo.Api.Features.Tasks.ListTasks;

/// <summary>
/// A LINQ query that is put together by what a request asks for, compiled once per shape (EF Core's compiled queries) and kept. Everything that
/// differs between requests of one shape is read from an object of values; each such read becomes a parameter of the statement.
/// </summary>
/// <typeparam name="TShape">What decides the text of the statement.</typeparam>
/// <typeparam name="TValues">What differs between two requests of one shape.</typeparam>
/// <typeparam name="TResult">What the query answers with.</typeparam>
internal sealed class ShapedQuery<TShape, TValues, TResult>(Func<TodoDbContext, TShape, TValues, IQueryable<TResult>> compose)
    where TShape : struct
    where TValues : class
{
    /// <summary>Far more than front ends use; beyond it the least that is safe: forget all and start again.</summary>
    private const int MaxShapes = 500;

    private readonly ConcurrentDictionary<TShape, Func<TodoDbContext, TValues, IAsyncEnumerable<TResult>>> _compiled = new();

    internal IAsyncEnumerable<TResult> Run(TodoDbContext db, TShape shape, TValues values)
    {
        if (!_compiled.TryGetValue(shape, out var query))
        {
            if (_compiled.Count >= MaxShapes)
            {
                _compiled.Clear();
            }

            query = _compiled.GetOrAdd(shape, Compile(compose(db, shape, values).Expression));
        }

        return query(db, values);
    }

    private static Func<TodoDbContext, TValues, IAsyncEnumerable<TResult>> Compile(Expression query)
    {
        var reads = new ReadsToParameters<TValues>();
        var body = reads.Visit(query);
        Type[] types = [typeof(TodoDbContext), .. reads.Parameters.Select(parameter => parameter.Type)];
        var lambda = Expression.Lambda(Expression.GetFuncType([.. types, typeof(IQueryable<TResult>)]), body, [reads.Context, .. reads.Parameters]);

        var compile = typeof(EF).GetMethods()
            .Single(method => method.Name == nameof(EF.CompileAsyncQuery)
                && method.GetGenericArguments().Length == types.Length + 1
                && ReturnTypeOf(method) is { IsGenericType: true } type
                && type.GetGenericTypeDefinition() == typeof(IQueryable<>))
            .MakeGenericMethod([.. types, typeof(TResult)]);
        var compiled = Expression.Constant(compile.Invoke(null, [lambda]));
        return Expression.Lambda<Func<TodoDbContext, TValues, IAsyncEnumerable<TResult>>>(
            Expression.Invoke(compiled, [reads.Context, .. reads.Reads]), reads.Context, reads.Values).Compile();
    }

    /// <summary>What the delegate in CompileAsyncQuery's <c>Expression&lt;Func&lt;…&gt;&gt;</c> returns.</summary>
    private static Type ReturnTypeOf(MethodInfo method) => method.GetParameters()[0].ParameterType.GenericTypeArguments[0].GenericTypeArguments[^1];
}

/// <summary>Turns each read of the values into a parameter, and the tables into those of a context that is a parameter, too.</summary>
internal sealed class ReadsToParameters<TValues> : ExpressionVisitor
{
    private readonly Dictionary<string, (ParameterExpression Parameter, Expression Read)> _reads = [];

    internal ParameterExpression Context { get; } = Expression.Parameter(typeof(TodoDbContext), "db");

    internal ParameterExpression Values { get; } = Expression.Parameter(typeof(TValues), "values");

    internal IEnumerable<ParameterExpression> Parameters => _reads.Values.Select(read => read.Parameter);

    internal IEnumerable<Expression> Reads => _reads.Values.Select(read => read.Read);

    protected override Expression VisitExtension(Expression node) => node is EntityQueryRootExpression root
        ? Expression.Call(Context, nameof(DbContext.Set), [root.ElementType])
        : base.VisitExtension(node);

    // Which item of an array is asked for belongs to the shape; the array is one parameter.
    protected override Expression VisitBinary(BinaryExpression node) => node.NodeType == ExpressionType.ArrayIndex
        ? Expression.ArrayIndex(Visit(node.Left), Expression.Constant(Evaluate(node.Right)))
        : base.VisitBinary(node);

    protected override Expression VisitMember(MemberExpression node)
    {
        if (node.Member.DeclaringType == typeof(TValues))
        {
            return ParameterFor(node.Member);
        }

        if (node.Expression is ConstantExpression)
        {
            // A query within the query is part of it. Any other captured value would be frozen into the statement: the first caller's, for all.
            return Evaluate(node) is IQueryable query
                ? Visit(query.Expression)
                : throw new InvalidOperationException($"'{node.Member.Name}' differs between requests: read it from {typeof(TValues).Name}.");
        }

        return base.VisitMember(node);
    }

    private ParameterExpression ParameterFor(MemberInfo member)
    {
        if (!_reads.TryGetValue(member.Name, out var known))
        {
            var read = Expression.MakeMemberAccess(Values, member);
            _reads.Add(member.Name, known = (Expression.Parameter(read.Type, member.Name), read));
        }

        return known.Parameter;
    }

    private static object? Evaluate(Expression expression) =>
        Expression.Lambda<Func<object?>>(Expression.Convert(expression, typeof(object))).Compile(preferInterpretation: true)();
}
