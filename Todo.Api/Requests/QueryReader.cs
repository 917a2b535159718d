using System.Net;
using System.Text;
using System.Text.Unicode;
using Microsoft.Extensions.Primitives;
using Todo.Api.Responses;

namespace Todo.Api.Requests;

/// <summary>Reads a query string parameter by parameter, so that a client hears about everything that is wrong with it at once.</summary>
internal sealed class QueryReader(HttpRequest request, RequestMembers? members, object? result, FieldErrors errors)
{
    /// <summary>Accepted everywhere: front ends of the family repeat it on each call.</summary>
    private const string Tolerated = "user_id";

    private readonly Dictionary<string, string> _given = [];

    /// <summary>What is wrong with a query string where no parameters are taken; or nothing.</summary>
    internal static ProblemResult? ProblemIn(HttpRequest request)
    {
        if (!request.QueryString.HasValue)
        {
            return null;
        }

        var errors = new FieldErrors();
        new QueryReader(request, members: null, result: null, errors).Read();
        return errors.Any ? ProblemResult.Invalid(errors) : null;
    }

    internal void Read()
    {
        foreach (var (name, values) in request.Query)
        {
            errors.AddIfAny(name, Read(name, values));
        }
    }

    private string? Read(string name, StringValues values)
    {
        var member = members?.Find(name);
        if (member is null && name != Tolerated)
        {
            return Suggestions.Unknown("query parameter", members?.Suggest(name));
        }

        if (values.Count > 1)
        {
            return "must be given once only";
        }

        var text = values.ToString();
        var isText = member?.ValueType == typeof(string);
        if (text.Length == 0 && !isText)
        {
            return "must not be empty";
        }

        if (text.Contains('%') && !IsUtf8(request.QueryString.Value!))
        {
            return "must be UTF-8, percent-encoded";
        }

        if (member is not null && !_given.TryAdd(member.Name, name))
        {
            return $"means the same as '{_given[member.Name]}'; send one of them";
        }

        // A '+' that was not percent-encoded arrives as a space, and no value but texts has a space in it.
        return member?.Read(isText || member.ValueType == typeof(IReadOnlyList<string>) ? text : text.Replace(' ', '+'), result!);
    }

    // The framework leaves bytes that are not UTF-8 standing as they were sent, %FF.
    private static bool IsUtf8(string query) => Utf8.IsValid(WebUtility.UrlDecodeToBytes(Encoding.Latin1.GetBytes(query), 0, query.Length));
}
