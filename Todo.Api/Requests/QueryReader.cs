using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Extensions.Primitives;
using Todo.Api.Responses;

namespace Todo.Api.Requests;

/// <summary>Reads a query string parameter by parameter, so that a client hears about everything that is wrong with it at once.</summary>
internal sealed class QueryReader<T>(JsonSerializerOptions options) : IRequestReader<T> where T : class, IQuery<T>
{
    private readonly MemberNames _names = new(typeof(T), options);

    public ValueTask<Reading<T>> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        var result = Activator.CreateInstance<T>();
        var errors = QueryRules.ErrorsIn(request, _names);
        var given = new Dictionary<RequestMember, string>();
        foreach (var (name, values) in request.Query)
        {
            if (errors.Has(BodyReader.Shown(name)) || !_names.TryGet(name, out var known))
            {
                continue;
            }

            errors.AddIfAny(name, given.TryAdd(known.Member, name)
                ? ReadValue(known, values[0]!, result)
                : $"means the same as '{given[known.Member]}'; send one of them");
        }

        return ValueTask.FromResult(new Reading<T>(result, errors));
    }

    private static string? ReadValue(MemberName name, string text, T result) =>
        name.MayBeEmpty && string.IsNullOrWhiteSpace(text) ? null : name.Member.Read(text, result);
}

/// <summary>What holds for every query string, also of requests that take no parameters.</summary>
internal static class QueryRules
{
    /// <summary>Accepted everywhere: front ends of the family repeat it on each call.</summary>
    private const string Tolerated = "user_id";

    /// <summary>What is wrong with a query string where no parameters are taken; or nothing.</summary>
    internal static ProblemResult? ProblemIn(HttpRequest request) =>
        request.QueryString.HasValue && ErrorsIn(request, null) is { Any: true } errors ? ProblemResult.Invalid(errors) : null;

    /// <summary>What is wrong with parameters, whatever they mean.</summary>
    internal static FieldErrors ErrorsIn(HttpRequest request, MemberNames? names)
    {
        var errors = new FieldErrors();
        var isUtf8 = IsUtf8(request.QueryString.Value);
        foreach (var (name, values) in request.Query)
        {
            errors.AddIfAny(BodyReader.Shown(name), ProblemIn(name, values, names) ?? (isUtf8 || !values.ToString().Contains('%') ? null : "must be UTF-8, percent-encoded"));
        }

        if (!isUtf8 && !errors.Any)
        {
            errors.Add("query", "must be UTF-8, percent-encoded");
        }

        return errors;
    }

    private static string? ProblemIn(string name, StringValues values, MemberNames? names)
    {
        MemberName? known = null;
        if (name != Tolerated && names?.TryGet(name, out known) is not true)
        {
            return Suggestions.UnknownParameter(names?.Suggest(name));
        }

        if (values.Count > 1)
        {
            return "must be given once only";
        }

        return string.IsNullOrEmpty(values[0]) && known is not { MayBeEmpty: true } ? "must not be empty" : null;
    }

    // The framework leaves bytes that are not UTF-8 standing as they were sent, %FF.
    private static bool IsUtf8(string? query) =>
        query?.Contains('%') is not true || Utf8.IsValid(WebUtility.UrlDecodeToBytes(Encoding.Latin1.GetBytes(query), 0, query.Length));
}
