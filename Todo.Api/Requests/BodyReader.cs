using System.Buffers;
using System.Collections.Frozen;
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
    private const int ShownNameLength = 64;

    private static readonly JsonDocumentOptions NoDuplicates = new() { AllowDuplicateProperties = false };

    private readonly FrozenDictionary<string, RequestMember> _members = RequestMember.AllOf(typeof(T), options).ToFrozenDictionary(member => member.Name);

    public async ValueTask<Reading<T>> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (QueryRules.ProblemIn(request.Query) is { } problem)
        {
            return problem;
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
        return body;
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
        var missing = _members.Values.Count(member => member.IsRequired);
        foreach (var given in body.EnumerateObject())
        {
            if (_members.TryGetValue(given.Name, out var member))
            {
                missing -= member.IsRequired ? 1 : 0;
                errors.AddIfAny(member.Name, member.Read(given.Value, request));
            }
            else if (!T.IgnoredMembers.Contains(given.Name))
            {
                errors.Add(Shown(given.Name), Suggestions.UnknownMember(given.Name, _members.Keys));
            }
        }

        if (missing > 0)
        {
            foreach (var member in _members.Values.Where(member => member.IsRequired && !body.TryGetProperty(member.Name, out _)))
            {
                errors.Add(member.Name, "is required");
            }
        }

        return new Reading<T>(request, errors);
    }

    /// <summary>A form is read as the JSON object that says the same.</summary>
    private Reading<T> Form(string form)
    {
        var errors = new FieldErrors();
        var members = new Dictionary<string, string>();
        foreach (var (name, values) in QueryHelpers.ParseQuery(form))
        {
            if (!T.FormFields.TryGetValue(name, out var member))
            {
                errors.Add(Shown(name), Suggestions.UnknownMember(name, T.FormFields.Keys));
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

    // A name comes from the client and may be 64 KiB long.
    private static string Shown(string name) => name.Length <= ShownNameLength ? name : $"{name.AsSpan(0, ShownNameLength)}…";
}
