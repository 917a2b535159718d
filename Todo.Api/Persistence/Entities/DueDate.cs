using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Todo.Api.Persistence.Entities;

/// <summary>A date, or an instant in UTC.</summary>
/// <param name="At">The instant; for a date its first instant in UTC.</param>
/// <param name="IsDate">Whether it is a whole day.</param>
[Description("a date (2026-12-01) or a date-time (2026-12-01T09:00:00+01:00), in the years 0001 to 9999")]
[JsonConverter(typeof(DueDateConverter))]
internal readonly partial record struct DueDate(DateTime At, bool IsDate) : IParsable<DueDate>
{
    /// <summary>The last instant of it, to the microsecond: what an inclusive upper bound means.</summary>
    internal DateTime End => IsDate ? At.AddTicks(TimeSpan.TicksPerDay - TimeSpan.TicksPerMicrosecond) : At;

    public static DueDate Parse(string s, IFormatProvider? provider) => TryParse(s, provider, out var dueDate) ? dueDate : throw new FormatException();

    /// <summary>Reads a full-date or a date-time of RFC 3339; seconds and offset may be left out (without offset it is UTC), letters may be small.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out DueDate result)
    {
        result = default;

        if (DateOnly.TryParseExact(s, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            result = new DueDate(date.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc), IsDate: true);
            return true;
        }

        if (s is null || Rfc3339().Match(s) is not { Success: true } match
            || !DateTime.TryParseExact(match.Groups["minute"].Value.ToUpperInvariant(), "yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var minute))
        {
            return false;
        }

        // Both are zero where they were left out. The leap second :60 is the second after :59.
        _ = decimal.TryParse(match.Groups["seconds"].ValueSpan, CultureInfo.InvariantCulture, out var seconds);
        _ = TimeSpan.TryParse(match.Groups["offset"].ValueSpan.TrimStart('+'), CultureInfo.InvariantCulture, out var offset);

        // By ticks: DateTimeOffset knows no offsets beyond 14 hours, and near the ends of the calendar the instant may fall out of it.
        var ticks = minute.Ticks + (long)(seconds * TimeSpan.TicksPerSecond) - offset.Ticks;
        if (ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        result = new DueDate(new DateTime(ticks, DateTimeKind.Utc), IsDate: false);
        return true;
    }

    public override string ToString() =>
        At.ToString(IsDate ? "yyyy-MM-dd" : "yyyy-MM-ddTHH:mm:ss.FFFFFFZ", CultureInfo.InvariantCulture);

    // Digits of a second beyond the sixth are finer than PostgreSQL keeps and are left out.
    [GeneratedRegex(
        @"\A(?<minute>[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2})(:(?<seconds>([0-5][0-9]|60)(\.[0-9]{1,6})?)((?<=\.[0-9]{6})[0-9]+)?)?([Zz]|(?<offset>[+-]([01][0-9]|2[0-3]):[0-5][0-9]))?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Rfc3339();
}

/// <summary>Writes a date as a date and an instant as an instant in UTC.</summary>
internal sealed class DueDateConverter : JsonConverter<DueDate>
{
    public override DueDate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && DueDate.TryParse(reader.GetString(), CultureInfo.InvariantCulture, out var dueDate)
            ? dueDate
            : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, DueDate value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
