using System.Collections.Frozen;
using System.Reflection;
using Todo.Api.Errors;

namespace Todo.Api.Validation;

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
        var errors = QueryRules.Check(query, _members);

        foreach (var (name, values) in query)
        {
            if (_members.TryGetValue(name, out var member) && !errors.Has(name) && member.Read(values[0]!, result) is { } problem)
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

    internal static FieldErrors Check<TMember>(IQueryCollection query, IReadOnlyDictionary<string, TMember> known)
    {
        var errors = new FieldErrors();
        foreach (var (name, values) in query)
        {
            if (!known.ContainsKey(name) && name != Tolerated)
            {
                errors.Add(name, DidYouMean.UnknownParameter(name, known.Keys));
            }
            else if (values.Count > 1)
            {
                errors.Add(name, "must be given once only");
            }
            else if (string.IsNullOrEmpty(values[0]) && name != MayBeEmpty)
            {
                errors.Add(name, "must not be empty");
            }
        }

        return errors;
    }
}
