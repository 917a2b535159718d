using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Todo.Api.Responses;

namespace Todo.Api.Requests;

/// <summary>Reads the JSON object in a request body member by member, so that a client hears about everything that is wrong with it at once.</summary>
internal sealed class BodyReader<T>(MemberNames names, T result, FieldErrors errors) where T : class, IJsonBody<T>
{
    private static readonly JsonDocumentOptions NoDuplicates = new() { AllowDuplicateProperties = false };

    private readonly Dictionary<string, (string Name, object? Value)> _given = [];

    internal async ValueTask<ProblemResult?> ReadAsync(HttpRequest request)
    {
        if (QueryReader.ProblemIn(request) is { } problem)
        {
            return problem;
        }

        if (request.Headers.ContentEncoding is [{ } encoding, ..] && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            return new ProblemResult(ApiError.UnsupportedMediaType, $"A body that is compressed ({FieldErrors.Shown(encoding)}) is not accepted; send it as it is.");
        }

        if (await BytesAsync(request) is not { } body)
        {
            return new ProblemResult(ApiError.PayloadTooLarge);
        }

        if (body.Length == 0 && T.IsOptional)
        {
            return null;
        }

        if (T.FormFields.Count > 0 && HasMediaType(request, "application/x-www-form-urlencoded"))
        {
            return ReadForm(Encoding.UTF8.GetString(body));
        }

        if (body.Length == 0)
        {
            return new ProblemResult(ApiError.MalformedRequest, "A JSON object is needed in the request body.");
        }

        return HasMediaType(request, [.. T.MediaTypes]) ? ReadJson(body) : new ProblemResult(ApiError.UnsupportedMediaType);
    }

    private static async ValueTask<byte[]?> BytesAsync(HttpRequest request)
    {
        if (request.ContentLength > RequestsSetup.MaxBodyBytes)
        {
            return null;
        }

        // What is over the limit is left unread: Kestrel drains or ends the connection.
        var read = await request.BodyReader.ReadAtLeastAsync(RequestsSetup.MaxBodyBytes + 1, request.HttpContext.RequestAborted);
        var body = read.Buffer.Length > RequestsSetup.MaxBodyBytes ? null : read.Buffer.ToArray();
        request.BodyReader.AdvanceTo(read.Buffer.End);
        return body.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? body![Encoding.UTF8.Preamble.Length..] : body;
    }

    private static bool HasMediaType(HttpRequest request, params ReadOnlySpan<string> accepted) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && accepted.Contains(type.MediaType.Value, StringComparer.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Value!.ToLowerInvariant() is "utf-8" or "utf8" or "us-ascii");

    private ProblemResult? ReadJson(byte[] body)
    {
        if (!Utf8.IsValid(body))
        {
            return new ProblemResult(ApiError.MalformedRequest, "The request body is not valid UTF-8.");
        }

        JsonDocument document;
        try
        {
            DecodeEscapes(body);
            document = JsonDocument.Parse(body, NoDuplicates);
        }
        catch (JsonException exception) when (exception.LineNumber is { } line)
        {
            return new ProblemResult(ApiError.MalformedRequest, $"The request body is not valid JSON (line {line + 1}, byte {exception.BytePositionInLine + 1}).");
        }
        catch (JsonException)
        {
            return new ProblemResult(ApiError.MalformedRequest, "The request body has a member twice.");
        }
        catch (InvalidOperationException)
        {
            // The only way in which System.Text.Json tells of an escape like \ud800 without its other half.
            return new ProblemResult(ApiError.MalformedRequest, "The request body contains half of a surrogate pair, which is not text.");
        }

        using (document)
        {
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? ReadMembers(document.RootElement)
                : new ProblemResult(ApiError.MalformedRequest, "The request body must be a JSON object.");
        }
    }

    /// <exception cref="InvalidOperationException">A text is not Unicode: half of a surrogate pair.</exception>
    private static void DecodeEscapes(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        while (reader.Read())
        {
            if (reader.ValueIsEscaped)
            {
                reader.GetString();
            }
        }
    }

    private ProblemResult? ReadMembers(JsonElement body)
    {
        foreach (var (name, value) in body.EnumerateObject().Select(member => (member.Name, member.Value)))
        {
            if (names.Find(name) is { } known)
            {
                errors.AddIfAny(name, known.Read(value, result) ?? Contradiction(name, known));
            }
            else if (!T.IgnoredMembers.Contains(name) && !CarriesNothing(value))
            {
                errors.Add(name, Suggestions.UnknownMember(names.Suggest(name)));
            }
        }

        foreach (var member in names.Members.Where(member => member.IsRequired && !_given.ContainsKey(member.Name) && !errors.Has(member.Name)))
        {
            errors.Add(member.Name, "is required");
        }

        return null;
    }

    /// <summary>What is wrong where a member came under two of its names; nothing where both say the same.</summary>
    private string? Contradiction(string name, RequestMember member)
    {
        var value = member.Get(result);
        return _given.TryAdd(member.Name, (name, value)) || Equals(_given[member.Name].Value, value)
            ? null
            : $"contradicts '{_given[member.Name].Name}'; send one of them";
    }

    // Forms send such members by the dozen, and nothing is lost without them.
    private static bool CarriesNothing(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False => true,
        JsonValueKind.String => value.ValueEquals(""u8),
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => value.GetPropertyCount() == 0,
        _ => false,
    };

    /// <summary>A form is read as the JSON object that says the same.</summary>
    private ProblemResult? ReadForm(string form)
    {
        var members = new Dictionary<string, string>();
        foreach (var (name, values) in QueryHelpers.ParseQuery(form))
        {
            if (!T.FormFields.TryGetValue(name, out var member))
            {
                errors.Add(name, Suggestions.UnknownMember(Suggestions.Closest(name, T.FormFields.Keys.Select(field => (field, field)))));
            }
            else if (values.Count > 1)
            {
                errors.Add(name, "must be given once only");
            }
            else if (T.FixedFormFields.TryGetValue(name, out var only) && values.ToString() is { Length: > 0 } value && value != only)
            {
                errors.Add(name, $"must be '{only}'");
            }
            else if (member is not null)
            {
                members[member] = values.ToString();
            }
        }

        foreach (var missing in names.Members.Where(member => member.IsRequired && !members.ContainsKey(member.Name)))
        {
            errors.Add(T.FormFields.First(field => field.Value == missing.Name).Key, "is required");
        }

        return errors.Any ? ProblemResult.Invalid(errors) : ReadMembers(JsonSerializer.SerializeToElement(members));
    }
}
