using System.Text.Json;
using System.Text.Unicode;

namespace Todo.Api.Requests;

/// <summary>Whether bytes are a JSON object (RFC 8259) whose every text can be kept, before anything is made of them.</summary>
internal static class JsonSyntax
{
    /// <summary>What is wrong, in a line that a person can be shown; or nothing.</summary>
    internal static string? Problem(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
        {
            return "A JSON object is needed in the request body.";
        }

        if (!Utf8.IsValid(body))
        {
            return "The request body is not valid UTF-8.";
        }

        try
        {
            var reader = new Utf8JsonReader(body);
            reader.Read();
            var isObject = reader.TokenType == JsonTokenType.StartObject;

            do
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped && !CanBeDecoded(ref reader))
                {
                    return "The request body contains half of a surrogate pair, which is not text.";
                }
            }
            while (reader.Read());

            return isObject ? null : "The request body must be a JSON object.";
        }
        catch (JsonException exception)
        {
            return $"The request body is not valid JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}).";
        }
    }

    private static bool CanBeDecoded(ref Utf8JsonReader reader)
    {
        try
        {
            reader.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            // The only way that the reader tells of an escaped lone surrogate.
            return false;
        }
    }
}
