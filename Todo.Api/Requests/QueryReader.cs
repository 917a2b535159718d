using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.Extensions.Primitives;
using Todo.Api.Responses;

namespace Todo.Api.Requests;

/// <summary>Reads a query string parameter by parameter, so that a client hears about everything that is wrong with it at once.</summary>
internal sealed class QueryReader<T>(JsonSerializerOptions options) : IRequestReader<T> where T : class, IQuery<T>
{
    private readonly FrozenDictionary<string, RequestMember> _members = RequestMember.AllOf(typeof(T), options).ToFrozenDictionary(member => member.Name);

    public ValueTask<Reading<T>> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        var result = Activator.CreateInstance<T>();
        var errors = new FieldErrors();
        foreach (var (name, values) in request.Query)
        {
            var problem = QueryRules.Problem(name, values, _members.Keys);
            if (problem is null && _members.TryGetValue(name, out var member))
            {
                problem = member.Read(values[0]!, result);
            }

            errors.AddIfAny(name, problem);
        }

        return ValueTask.FromResult(new Reading<T>(result, errors));
    }
}

/// <summary>What holds for every query string, also of requests that take no parameters.</summary>
internal static class QueryRules
{
    /// <summary>Accepted everywhere: front ends of the family repeat it on each call.</summary>
    private const string Tolerated = "user_id";

    /// <summary>The one parameter that may be empty: an empty search is no search.</summary>
    private const string MayBeEmpty = "search";

    /// <summary>What is wrong with a query string where no parameters are taken; or nothing.</summary>
    internal static ProblemResult? ProblemIn(IQueryCollection query)
    {
        if (query.Count == 0)
        {
            return null;
        }

        var errors = new FieldErrors();
        foreach (var (name, values) in query)
        {
            errors.AddIfAny(name, Problem(name, values, []));
        }

        return errors.Any ? ProblemResult.Invalid(errors) : null;
    }

    /// <summary>What is wrong with a parameter, whatever it means; or nothing.</summary>
    internal static string? Problem(string name, StringValues values, IReadOnlyList<string> known)
    {
        if (name != Tolerated && !known.Contains(name))
        {
            return Suggestions.UnknownParameter(name, known);
        }

        if (values.Count > 1)
        {
            return "must be given once only";
        }

        return string.IsNullOrEmpty(values[0]) && name != MayBeEmpty ? "must not be empty" : null;
    }
}
