using System.Collections.Frozen;
using System.Reflection;
using Microsoft.Extensions.Primitives;
using Todo.Api.Responses;

namespace Todo.Api.Requests;

/// <summary>Reads a query string parameter by parameter, so that everything that is wrong with it is told at once.</summary>
internal sealed class QueryReader<T> where T : class, IQuery<T>
{
    private readonly FrozenDictionary<string, QueryMember<T>> _members = typeof(T)
        .GetProperties(BindingFlags.Instance | BindingFlags.Public)
        .Where(property => property.CanWrite)
        .Select(QueryMember<T>.Of)
        .ToFrozenDictionary(member => member.Name, StringComparer.Ordinal);

    private readonly Func<T> _create = Activator.CreateInstance<T>;

    /// <summary>The request, and what is wrong with its parameters.</summary>
    internal (T Request, FieldErrors Errors) Read(IQueryCollection query)
    {
        var result = _create();
        var errors = new FieldErrors();
        foreach (var (name, values) in query)
        {
            var problem = QueryRules.Problem(name, values, _members)
                ?? (_members.TryGetValue(name, out var member) ? member.Read(values[0]!, result) : null);
            if (problem is not null)
            {
                errors.Add(name, problem);
            }
        }

        return (result, errors);
    }
}

/// <summary>What holds for every query string, also of requests that take no parameters.</summary>
internal static class QueryRules
{
    /// <summary>Tolerated everywhere: front ends of the family repeat it on each call.</summary>
    private const string Tolerated = "user_id";

    /// <summary>The one parameter that may be empty: an empty search is no search.</summary>
    private const string MayBeEmpty = "search";

    /// <summary>What is wrong with a parameter, whatever it means; or nothing.</summary>
    internal static string? Problem<TMember>(string name, StringValues values, IReadOnlyDictionary<string, TMember> known)
    {
        if (name != Tolerated && !known.ContainsKey(name))
        {
            return DidYouMean.UnknownParameter(name, known.Keys);
        }

        if (values.Count > 1)
        {
            return "must be given once only";
        }

        return string.IsNullOrEmpty(values[0]) && name != MayBeEmpty ? "must not be empty" : null;
    }
}
