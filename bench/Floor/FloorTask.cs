using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Todo.Bench.Floor;

/// <summary>A task as it stands in an answer.</summary>
internal sealed record FloorTask(
    long Id,
    string UserId,
    string Title,
    string? Description,
    bool Completed,
    string Priority,
    FloorDueDate? DueDate,
    DateTime CreatedAt,
    DateTime UpdatedAt);

/// <summary>What the scenarios send to create and to update.</summary>
internal sealed record FloorInput(string Title, string? Description, string Priority, FloorDueDate? DueDate);

[JsonConverter(typeof(FloorDueDateConverter))]
internal readonly record struct FloorDueDate(DateTime At, bool IsDate);

internal sealed class FloorDueDateConverter : JsonConverter<FloorDueDate>
{
    private const string DateFormat = "yyyy-MM-dd";

    public override FloorDueDate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { Length: 10 } date
            ? new FloorDueDate(DateTime.SpecifyKind(DateTime.ParseExact(date, DateFormat, CultureInfo.InvariantCulture), DateTimeKind.Utc), IsDate: true)
            : new FloorDueDate(reader.GetDateTimeOffset().UtcDateTime, IsDate: false);

    public override void Write(Utf8JsonWriter writer, FloorDueDate value, JsonSerializerOptions options)
    {
        if (value.IsDate)
        {
            writer.WriteStringValue(value.At.ToString(DateFormat, CultureInfo.InvariantCulture));
        }
        else
        {
            writer.WriteStringValue(value.At);
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(FloorTask))]
[JsonSerializable(typeof(List<FloorTask>))]
[JsonSerializable(typeof(FloorInput))]
internal sealed partial class FloorJson : JsonSerializerContext;
