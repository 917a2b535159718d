using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;

namespace Todo.Api.Observability;

/// <summary>A log entry as a line of JSON, with the members of the framework's JSON console; what its message was made of is in <c>State</c>.</summary>
internal static class JsonLine
{
    private static readonly Dictionary<LogLevel, JsonEncodedText> Levels =
        Enum.GetValues<LogLevel>().ToDictionary(level => level, level => JsonEncodedText.Encode(level.ToString()));

    internal static void Write<TState>(IBufferWriter<byte> output, JsonEncodedText category, in LogEntry<TState> entry)
    {
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("Timestamp"u8, DateTimeOffset.UtcNow);
            json.WriteNumber("EventId"u8, entry.EventId.Id);
            json.WriteString("LogLevel"u8, Levels[entry.LogLevel]);
            json.WriteString("Category"u8, category);
            json.WriteString("Message"u8, entry.Formatter(entry.State, entry.Exception));
            if (entry.Exception is { } exception)
            {
                json.WriteString("Exception"u8, exception.ToString());
            }

            if (entry.State is IReadOnlyList<KeyValuePair<string, object?>> values)
            {
                json.WriteStartObject("State"u8);
                for (var i = 0; i < values.Count; i++)
                {
                    Write(json, values[i]);
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    private static void Write(Utf8JsonWriter json, KeyValuePair<string, object?> member)
    {
        json.WritePropertyName(member.Key);
        switch (member.Value)
        {
            case null:
                json.WriteNullValue();
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            default:
                json.WriteStringValue(Convert.ToString(member.Value, CultureInfo.InvariantCulture));
                break;
        }
    }
}
