using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Todo.Api.Responses;

namespace Todo.Api.Requests;

/// <summary>Reads the request body: a JSON object, or a form that says the same.</summary>
internal sealed class BodyReader<T>(RequestMembers members, T result, FieldErrors errors) where T : class, IJsonBody<T>
{
    private const string Form = "application/x-www-form-urlencoded";

    private static readonly JsonDocumentOptions NoDuplicates = new() { AllowDuplicateProperties = false };

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
            return new ProblemResult(ApiError.PayloadTooLarge, $"The request body is too large; at most {T.MaxBytes / 1024} KiB are taken.");
        }

        if (body.Length == 0)
        {
            return T.IsOptional ? null : new ProblemResult(ApiError.MalformedRequest, "A JSON object is needed in the request body.");
        }

        if (MediaTypeOf(request) is not { } mediaType || !T.MediaTypes.Contains(mediaType))
        {
            return new ProblemResult(ApiError.UnsupportedMediaType);
        }

        return mediaType == Form ? ReadForm(body) : ReadJson(body);
    }

    private static async ValueTask<byte[]?> BytesAsync(HttpRequest request)
    {
        if (request.ContentLength > T.MaxBytes)
        {
            return null;
        }

        // What is over the limit is left unread: Kestrel drains or ends the connection.
        var read = await request.BodyReader.ReadAtLeastAsync(T.MaxBytes + 1, request.HttpContext.RequestAborted);
        var body = read.Buffer.Length > T.MaxBytes ? null : read.Buffer.ToArray();
        request.BodyReader.AdvanceTo(read.Buffer.End);
        return body.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? body![Encoding.UTF8.Preamble.Length..] : body;
    }

    /// <summary>The media type in small letters; nothing where it cannot be read, or is in another charset than UTF-8.</summary>
    private static string? MediaTypeOf(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Value!.ToLowerInvariant() is "utf-8" or "utf8" or "us-ascii")
            ? type.MediaType.Value!.ToLowerInvariant()
            : null;

    private ProblemResult? ReadJson(byte[] body)
    {
        if (!Utf8.IsValid(body))
        {
            return Malformed("is not valid UTF-8");
        }

        JsonElement json;
        try
        {
            DecodeEscapes(body);
            json = JsonElement.Parse(body, NoDuplicates);
        }
        catch (JsonException exception)
        {
            return Malformed(exception.LineNumber is { } line ? $"is not valid JSON (line {line + 1}, byte {exception.BytePositionInLine + 1})" : "has a member twice");
        }
        catch (InvalidOperationException)
        {
            // The only way in which System.Text.Json tells of an escape like \ud800 without its other half.
            return Malformed("contains half of a surrogate pair, which is not text");
        }

        return json.ValueKind == JsonValueKind.Object ? ReadMembers(json) : Malformed("must be a JSON object");
    }

    private static ProblemResult Malformed(string what) => new(ApiError.MalformedRequest, $"The request body {what}.");

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

    /// <summary>A form is read as the JSON object that says the same. What is empty counts as left out (RFC 6749, 3.2), what is given twice as wrong.</summary>
    private ProblemResult? ReadForm(byte[] body)
    {
        var fields = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body)).Where(field => field.Value != "").ToList();
        foreach (var (name, _) in fields.Where(field => field.Value.Count > 1))
        {
            errors.Add(name, "must be given once only");
        }

        return ReadMembers(JsonSerializer.SerializeToElement(fields.ToDictionary(field => field.Key, field => field.Value.ToString())));
    }

    private ProblemResult? ReadMembers(JsonElement body)
    {
        new MemberReader(members, result, errors).Read(body, T.IgnoredMembers);
        return null;
    }
}
