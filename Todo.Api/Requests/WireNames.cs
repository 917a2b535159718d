using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Todo.Api.Requests;

/// <summary>The names of an enumeration as they stand on the wire: snake_case, case-sensitive, no numbers.</summary>
internal static class WireNames<T> where T : struct, Enum
{
    private static readonly FrozenDictionary<T, JsonEncodedText> Encoded = Enum.GetValues<T>()
        .ToFrozenDictionary(value => value, value => JsonEncodedText.Encode(JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString())));

    private static readonly FrozenDictionary<string, T> Values = Encoded
        .ToFrozenDictionary(pair => pair.Value.Value, pair => pair.Key, StringComparer.Ordinal);

    /// <summary>All names in the order of their values, as a person would list them.</summary>
    internal static string Listed { get; } = string.Join(", ", Enum.GetValues<T>().Select(Of));

    internal static string Of(T value) => Encoded[value].Value;

    internal static JsonEncodedText EncodedOf(T value) => Encoded[value];

    internal static bool TryParse(string text, out T value) => Values.TryGetValue(text, out value);
}

/// <summary>Reads and writes an enumeration by its wire names; the framework's converter would also take <c>HIGH</c>.</summary>
internal sealed class WireNameConverter<T> : JsonConverter<T> where T : struct, Enum
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && WireNames<T>.TryParse(reader.GetString()!, out var value) ? value : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(WireNames<T>.EncodedOf(value));
}
