using System.Net;
using System.Text;
using System.Text.Unicode;
using Microsoft.Extensions.Primitives;
using Todo.Api.Responses;

namespace Todo.Api.Requests;

/// <summary>Reads a query string parameter by parameter, so that a client hears about everything that is wrong with it at once.</summary>
internal sealed class QueryReader(MemberNames? names, object? result, FieldErrors errors)
{
    /// <summary>Accepted everywhere: front ends of the family repeat it on each call.</summary>
    private const string Tolerated = "user_id";

    private const string NotUtf8 = "must be UTF-8, percent-encoded";

    private readonly Dictionary<string, string> _given = [];

    /// <summary>What is wrong with a query string where no parameters are taken; or nothing.</summary>
    internal static ProblemResult? ProblemIn(HttpRequest request)
    {
        if (!request.QueryString.HasValue)
        {
            return null;
        }

        var errors = new FieldErrors();
        new QueryReader(names: null, result: null, errors).Read(request);
        return errors.Any ? ProblemResult.Invalid(errors) : null;
    }

    internal void Read(HttpRequest request)
    {
        var isUtf8 = IsUtf8(request.QueryString.Value);
        foreach (var (name, values) in request.Query)
        {
            errors.AddIfAny(name, Read(name, values, isUtf8));
        }

        if (!isUtf8 && !errors.Any)
        {
            errors.Add("query", NotUtf8);
        }
    }

    private string? Read(string name, StringValues values, bool isUtf8)
    {
        var member = names?.Find(name);
        if (member is null && name != Tolerated)
        {
            return Suggestions.UnknownParameter(names?.Suggest(name));
        }

        if (values.Count > 1)
        {
            return "must be given once only";
        }

        var text = values.ToString();
        if (text.Length == 0 && member is not { MayBeEmpty: true })
        {
            return "must not be empty";
        }

        if (!isUtf8 && text.Contains('%'))
        {
            return NotUtf8;
        }

        if (member is not null && !_given.TryAdd(member.Name, name))
        {
            return $"means the same as '{_given[member.Name]}'; send one of them";
        }

        return member is { MayBeEmpty: true } && string.IsNullOrWhiteSpace(text) ? null : member?.Read(text, result!);
    }

    // The framework leaves bytes that are not UTF-8 standing as they were sent, %FF.
    private static bool IsUtf8(string? query) =>
        query?.Contains('%') is not true || Utf8.IsValid(WebUtility.UrlDecodeToBytes(Encoding.Latin1.GetBytes(query), 0, query.Length));
}
