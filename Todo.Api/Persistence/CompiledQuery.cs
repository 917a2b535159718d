using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Todo.Api.Persistence;

/// <summary>A LINQ query that is translated once. Once for each model, because every instance of the application in a process has its own.</summary>
internal sealed class CompiledQuery<TQuery>(Func<TQuery> compile) where TQuery : Delegate
{
    private readonly ConditionalWeakTable<IModel, TQuery> _queries = [];

    internal TQuery For(TodoDbContext db) => _queries.GetValue(db.Model, _ => compile());
}
