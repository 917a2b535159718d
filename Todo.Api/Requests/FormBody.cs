using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Todo.Api.Responses;

namespace Todo.Api.Requests;

/// <summary>A form as the JSON object that says the same, so that there is one way to read a request.</summary>
internal static class FormBody
{
    internal const string MediaType = "application/x-www-form-urlencoded";

    internal static (byte[] Json, ProblemResult? Problem) ToJson(ReadOnlySpan<byte> body, IReadOnlyDictionary<string, string?> fields)
    {
        var errors = new FieldErrors();
        var members = new Dictionary<string, string>();
        foreach (var (name, values) in QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body)))
        {
            if (!fields.TryGetValue(name, out var member))
            {
                errors.Add(name, DidYouMean.UnknownMember(name, fields.Keys));
            }
            else if (values.Count > 1)
            {
                errors.Add(name, "must be given once only");
            }
            else if (member is not null)
            {
                members[member] = values.ToString();
            }
        }

        return errors.Any ? ([], ProblemResult.Invalid(errors)) : (JsonSerializer.SerializeToUtf8Bytes(members), null);
    }
}
