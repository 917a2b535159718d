using System.Text.Json;
using System.Text.Json.Serialization;

namespace Todo.Api.Requests;

/// <summary>Reads and writes an enumeration by its wire names, in any case when read. The framework's converter would also take <c>low,high</c>.</summary>
internal sealed class NameConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert))!;

    private sealed class Converter<T> : JsonConverter<T> where T : struct, Enum
    {
        private static readonly WireType Names = WireType.For(typeof(T));

        private static readonly Dictionary<T, JsonEncodedText> Encoded =
            Enum.GetValues<T>().Zip(WireType.NamesOf(typeof(T))).ToDictionary(pair => pair.First, pair => JsonEncodedText.Encode(pair.Second));

        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && Names.TryParse(reader.GetString()!, out var value) ? (T)value : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(Encoded[value]);
    }
}
