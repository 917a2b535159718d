using System.Text.Json;
using System.Text.Json.Serialization;

namespace Todo.Api.Requests;

/// <summary>A member that a merge patch (RFC 7396) may leave out: absent is not the same as <c>null</c>.</summary>
[JsonConverter(typeof(OptionalConverterFactory))]
internal readonly record struct Optional<T>(T Value)
{
    /// <summary>Whether the member was there; <see langword="false"/> for the default value of this type.</summary>
    internal bool IsPresent { get; } = true;
}

internal static class OptionalValues
{
    /// <summary>The value, or null where it was left out.</summary>
    internal static T? OrNull<T>(this Optional<T> optional) where T : struct => optional.IsPresent ? optional.Value : null;
}

/// <summary>Reads a member that is there as its value would be read.</summary>
internal sealed class OptionalConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Optional<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert.GenericTypeArguments))!;

    private sealed class Converter<T> : JsonConverter<Optional<T>>
    {
        public override bool HandleNull => true;

        public override Optional<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(JsonSerializer.Deserialize<T>(ref reader, options)!);

        public override void Write(Utf8JsonWriter writer, Optional<T> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.Value, options);
    }
}
