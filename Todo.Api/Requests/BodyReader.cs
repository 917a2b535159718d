using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Todo.Api.Responses;

namespace Todo.Api.Requests;

/// <summary>Reads the JSON object in a request body member by member, so that a client hears about everything that is wrong with it at once.</summary>
internal sealed class BodyReader<T>(JsonSerializerOptions options) : IRequestReader<T> where T : class, IJsonBody<T>
{
    private const string FormMediaType = "application/x-www-form-urlencoded";

    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private static readonly JsonDocumentOptions NoDuplicates = new() { AllowDuplicateProperties = false };

    private readonly MemberNames _names = new(typeof(T), options);

    public async ValueTask<Reading<T>> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (QueryRules.ProblemIn(request) is { } problem)
        {
            return problem;
        }

        if (request.Headers.ContentEncoding is [{ } encoding, ..] && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            return new ProblemResult(ApiError.UnsupportedMediaType, $"A body that is compressed ({BodyReader.Shown(encoding)}) is not accepted; send it as it is.");
        }

        if (await BytesAsync(request, ct) is not { } body)
        {
            return new ProblemResult(ApiError.PayloadTooLarge);
        }

        if (body.Length == 0 && T.IsOptional)
        {
            return new Reading<T>(Activator.CreateInstance<T>(), new FieldErrors());
        }

        if (T.FormFields.Count > 0 && HasMediaType(request, FormMediaType))
        {
            return Form(System.Text.Encoding.UTF8.GetString(body));
        }

        if (body.Length == 0)
        {
            return new ProblemResult(ApiError.MalformedRequest, "A JSON object is needed in the request body.");
        }

        return HasMediaType(request, [.. T.MediaTypes]) ? Json(body) : new ProblemResult(ApiError.UnsupportedMediaType);
    }

    private static async ValueTask<byte[]?> BytesAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentLength > RequestsSetup.MaxBodyBytes)
        {
            return null;
        }

        // What is over the limit is left unread: Kestrel drains or ends the connection.
        var read = await request.BodyReader.ReadAtLeastAsync(RequestsSetup.MaxBodyBytes + 1, ct);
        var body = read.Buffer.Length > RequestsSetup.MaxBodyBytes ? null : read.Buffer.ToArray();
        request.BodyReader.AdvanceTo(read.Buffer.End);
        return body.AsSpan().StartsWith(ByteOrderMark) ? body![ByteOrderMark.Length..] : body;
    }

    private static bool HasMediaType(HttpRequest request, params ReadOnlySpan<string> accepted) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && accepted.Contains(type.MediaType.Value, StringComparer.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Value!.ToLowerInvariant() is "utf-8" or "utf8" or "us-ascii");

    private Reading<T> Json(byte[] body)
    {
        if (!Utf8.IsValid(body))
        {
            return new ProblemResult(ApiError.MalformedRequest, "The request body is not valid UTF-8.");
        }

        try
        {
            DecodeEscapes(body);
            using var document = JsonDocument.Parse(body, NoDuplicates);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Members(document.RootElement)
                : new ProblemResult(ApiError.MalformedRequest, "The request body must be a JSON object.");
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
    }

    /// <exception cref="InvalidOperationException">A text is not Unicode: half of a surrogate pair.</exception>
    private static void DecodeEscapes(ReadOnlySpan<byte> body)
    {
        if (!body.Contains((byte)'\\'))
        {
            return;
        }

        var reader = new Utf8JsonReader(body);
        while (reader.Read())
        {
            if (reader is { ValueIsEscaped: true, TokenType: JsonTokenType.String or JsonTokenType.PropertyName })
            {
                reader.GetString();
            }
        }
    }

    private Reading<T> Members(JsonElement body)
    {
        var request = Activator.CreateInstance<T>();
        var errors = new FieldErrors();
        var given = new Dictionary<RequestMember, (string Name, object? Value)>();
        foreach (var (name, value) in body.EnumerateObject().Select(member => (member.Name, member.Value)))
        {
            if (_names.TryGet(name, out var known))
            {
                errors.AddIfAny(BodyReader.Shown(name), known.Read(value, request) ?? Contradiction(known, request, given));
            }
            else if (!T.IgnoredMembers.Contains(name) && !CarriesNothing(value))
            {
                errors.Add(BodyReader.Shown(name), Suggestions.UnknownMember(_names.Suggest(name)));
            }
        }

        foreach (var member in _names.Members.Where(member => member.IsRequired && !given.ContainsKey(member) && !errors.Has(member.Name)))
        {
            errors.Add(member.Name, "is required");
        }

        return new Reading<T>(request, errors);
    }

    /// <summary>What is wrong where a member came under two of its names; nothing where both say the same.</summary>
    private static string? Contradiction(MemberName name, T request, Dictionary<RequestMember, (string Name, object? Value)> given)
    {
        var value = name.Member.Get(request);
        return given.TryAdd(name.Member, (name.Name, value)) || Equals(given[name.Member].Value, value)
            ? null
            : $"contradicts '{given[name.Member].Name}'; send one of them";
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
    private Reading<T> Form(string form)
    {
        var errors = new FieldErrors();
        var members = new Dictionary<string, string>();
        foreach (var (name, values) in QueryHelpers.ParseQuery(form))
        {
            if (!T.FormFields.TryGetValue(name, out var member))
            {
                errors.Add(BodyReader.Shown(name), Suggestions.UnknownMember(Suggestions.Closest(name, T.FormFields.Keys.Select(field => (field, field)))));
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

        return errors.Any ? ProblemResult.Invalid(errors) : Members(JsonSerializer.SerializeToElement(members));
    }
}

internal static class BodyReader
{
    private const int ShownLength = 64;

    /// <summary>A name from a client as it may stand in a message: it may be empty, or 64 KiB long.</summary>
    internal static string Shown(string name) => name.Length switch
    {
        0 => "(empty name)",
        <= ShownLength => name,
        _ => $"{name.AsSpan(0, ShownLength)}…",
    };
}
