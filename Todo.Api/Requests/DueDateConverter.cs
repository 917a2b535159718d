using System.Text.Json;
using System.Text.Json.Serialization;
using Todo.Api.Persistence.Entities;

namespace Todo.Api.Requests;

/// <summary>Writes a date as a date and an instant as an instant in UTC.</summary>
internal sealed class DueDateConverter : JsonConverter<DueDate>
{
    public override DueDate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && DueDate.TryParse(reader.GetString(), out var dueDate)
            ? dueDate
            : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, DueDate value, JsonSerializerOptions options)
    {
        if (value.IsDate)
        {
            Span<byte> text = stackalloc byte["yyyy-MM-dd".Length];
            DateOnly.FromDateTime(value.At).TryFormat(text, out _, "O");
            writer.WriteStringValue(text);
        }
        else
        {
            writer.WriteStringValue(value.At);
        }
    }
}
