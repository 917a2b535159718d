using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.Net.Http.Headers;
using Todo.Api.Responses;

namespace Todo.Api.Requests;

/// <summary>Reads the JSON object in a request body member by member, so that everything that is wrong with it is told at once.</summary>
internal sealed class JsonBodyReader<T>(JsonSerializerOptions options) where T : class, IJsonBody<T>
{
    private readonly FrozenDictionary<string, RequestMember<T>> _members = RequestMember<T>.All().ToFrozenDictionary(member => member.Name, StringComparer.Ordinal);
    private readonly Func<T> _create = Constructor();

    /// <summary>The request and what is wrong with its members; or the answer that it cannot be read at all.</summary>
    internal async ValueTask<(T? Request, FieldErrors Errors, ProblemResult? Problem)> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        var (body, error) = await RequestBody.ReadAsync(request, ct);
        if (error is not null)
        {
            return Unreadable(error);
        }

        if (body.Length == 0 && T.IsOptional)
        {
            return (_create(), new FieldErrors(), null);
        }

        if (T.FormFields.Count > 0 && HasMediaType(request.ContentType, [FormBody.MediaType]))
        {
            var (json, problem) = FormBody.ToJson(body.Span, T.FormFields);
            return problem is null ? Parse(json) : (null, new FieldErrors(), problem);
        }

        if (!HasMediaType(request.ContentType, T.MediaTypes))
        {
            return body.Length == 0 ? Unreadable(ApiError.MalformedRequest, "A JSON object is needed in the request body.") : Unreadable(ApiError.UnsupportedMediaType);
        }

        return Parse(body.Span);
    }

    private static bool HasMediaType(string? contentType, IReadOnlyList<string> taken) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && taken.Contains(type.MediaType.Value, StringComparer.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Value!.ToLowerInvariant() is "utf-8" or "utf8" or "us-ascii");

    private static (T? Request, FieldErrors Errors, ProblemResult? Problem) Unreadable(ApiError error, string? detail = null) =>
        (null, new FieldErrors(), new ProblemResult(error, detail));

    private (T? Request, FieldErrors Errors, ProblemResult? Problem) Parse(ReadOnlySpan<byte> body)
    {
        if (JsonSyntax.Problem(body) is { } malformed)
        {
            return Unreadable(ApiError.MalformedRequest, malformed);
        }

        var result = _create();
        var errors = new FieldErrors();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(body);

        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            if (!seen.Add(name))
            {
                return Unreadable(ApiError.MalformedRequest, $"The member '{Shown(name)}' is given twice.");
            }

            reader.Read();
            if (_members.TryGetValue(name, out var member))
            {
                if (member.Read(ref reader, result, options) is { } problem)
                {
                    errors.Add(name, problem);
                }
            }
            else
            {
                reader.Skip();
                if (!ReadOnlyMembers.Contains(name))
                {
                    errors.Add(Shown(name), DidYouMean.UnknownMember(name, _members.Keys));
                }
            }
        }

        foreach (var member in _members.Values)
        {
            if (member.IsRequired && !seen.Contains(member.Name))
            {
                errors.Add(member.Name, "is required");
            }
        }

        return (result, errors, null);
    }

    // A name comes from the client and may be 64 KiB long.
    private static string Shown(string name) => name.Length <= 64 ? name : $"{name.AsSpan(0, 64)}…";

    private static Func<T> Constructor()
    {
        var constructor = System.Linq.Expressions.Expression.New(typeof(T));
        return System.Linq.Expressions.Expression.Lambda<Func<T>>(constructor).Compile();
    }
}

/// <summary>What a client gets with a task and may send back; it is ignored.</summary>
internal static class ReadOnlyMembers
{
    private static readonly FrozenSet<string> Names = FrozenSet.Create(StringComparer.Ordinal, "id", "user_id", "created_at", "updated_at");

    internal static bool Contains(string name) => Names.Contains(name);
}
