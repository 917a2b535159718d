using System.Collections.Frozen;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.TimeZones;
using Todo.Api.Requests;

namespace Todo.Api.Features.Tasks;

/// <summary>
/// A time zone under its name in the IANA database. The database comes with the application, so that a name means the same on every machine; .NET's own
/// reads the machine's files, where <c>posixrules</c> is a name too, and contradicts itself about days that a zone skipped.
/// </summary>
[Description("the name of an IANA time zone, such as Europe/Berlin")]
[JsonConverter(typeof(IanaTimeZoneConverter))]
internal sealed record IanaTimeZone : IParsable<IanaTimeZone>, IExplained
{
    internal static readonly IanaTimeZone Utc = new(DateTimeZone.Utc);

    // By hand, because the library would take UTC+3 too, which is no name of the database.
    private static readonly FrozenDictionary<string, string> Names = DateTimeZoneProviders.Tzdb.Ids.ToFrozenDictionary(name => name, StringComparer.OrdinalIgnoreCase);

    // A day begins where its midnight is, the first of two; where midnight or the whole day is skipped, with what comes next.
    private static readonly ZoneLocalMappingResolver DayStart = Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    private readonly DateTimeZone _zone;

    private IanaTimeZone(DateTimeZone zone) => _zone = zone;

    /// <summary>As the database spells it.</summary>
    internal string Name => _zone.Id;

    /// <summary>The date that it is there at an instant.</summary>
    internal DateOnly DateAt(DateTime utc) => Instant.FromDateTimeUtc(utc).InZone(_zone).Date.ToDateOnly();

    /// <summary>The first instant of a day. A day may have 23, 24 or 25 hours, or none at all.</summary>
    internal DateTime StartOf(DateOnly date) => _zone.ResolveLocal(LocalDate.FromDateOnly(date).AtMidnight(), DayStart).ToDateTimeUtc();

    /// <summary>What the clocks there show at an instant.</summary>
    internal DateTime LocalAt(DateTime utc) => HasRoom(utc) ? Instant.FromDateTimeUtc(utc).InZone(_zone).ToDateTimeUnspecified() : utc;

    /// <summary>The first instant at which the clocks there show a time; where they leave it out, as much later as they leave out.</summary>
    internal DateTime InstantAt(DateTime local) =>
        HasRoom(local) ? _zone.AtLeniently(LocalDateTime.FromDateTime(local)).ToDateTimeUtc() : DateTime.SpecifyKind(local, DateTimeKind.Utc);

    public static IanaTimeZone Parse(string s, IFormatProvider? provider) => TryParse(s, provider, out var zone) ? zone : throw new FormatException();

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [NotNullWhen(true)] out IanaTimeZone? result)
    {
        result = s is not null && Names.TryGetValue(s, out var name) ? new IanaTimeZone(DateTimeZoneProviders.Tzdb[name]) : null;
        return result is not null;
    }

    /// <summary>Names the zone that is probably meant, by its whole name or its city.</summary>
    public static string Explain(string text) => Suggestions.Unknown(
        "IANA time zone",
        Suggestions.Closest(
            text,
            from name in Names.Values
            where !name.Contains("GMT", StringComparison.Ordinal) // Etc/GMT+2 is behind UTC, which is not what GMT+2 is meant to be.
            from known in (string[])[name, name[(name.LastIndexOf('/') + 1)..]]
            select (known, name)));

    /// <summary>Whether an offset cannot lead out of the calendar; in its first and its last year, zones are left alone.</summary>
    private static bool HasRoom(DateTime time) => time.Year > DateTime.MinValue.Year && time.Year < DateTime.MaxValue.Year;

    public override string ToString() => Name;
}

internal sealed class IanaTimeZoneConverter : JsonConverter<IanaTimeZone>
{
    public override IanaTimeZone Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        IanaTimeZone.TryParse(reader.GetString(), null, out var zone) ? zone : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, IanaTimeZone value, JsonSerializerOptions options) => writer.WriteStringValue(value.Name);
}
