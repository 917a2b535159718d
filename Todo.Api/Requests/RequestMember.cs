using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Todo.Api.Requests;

/// <summary>A member of a request record: its name on the wire, what it accepts, and how its value gets into the record. Made once, at start-up.</summary>
internal sealed class RequestMember
{
    private static readonly NullabilityInfoContext Nullability = new();

    private readonly JsonPropertyInfo _property;
    private readonly JsonSerializerOptions _options;
    private readonly WireType _type;

    private RequestMember(JsonPropertyInfo property, JsonSerializerOptions options)
    {
        _property = property;
        _options = options;

        var nullability = Nullability.Create(Property);
        IsOptional = property.PropertyType is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(Optional<>);
        IsNullable = (IsOptional ? nullability.GenericTypeArguments[0] : nullability).WriteState == NullabilityState.Nullable;
        ValueType = IsOptional ? property.PropertyType.GenericTypeArguments[0] : property.PropertyType;
        ValueType = Nullable.GetUnderlyingType(ValueType) ?? ValueType;
        _type = WireType.For(ValueType);
    }

    internal string Name => _property.Name;

    internal PropertyInfo Property => (PropertyInfo)_property.AttributeProvider!;

    /// <summary>The type of the value, <c>null</c> and absence aside.</summary>
    internal Type ValueType { get; }

    /// <summary>Whether a request without the member is refused.</summary>
    internal bool IsRequired => _property.IsRequired;

    /// <summary>Whether the record tells an absent member from its default.</summary>
    internal bool IsOptional { get; }

    internal bool IsNullable { get; }

    internal static IReadOnlyList<RequestMember> AllOf(Type request, JsonSerializerOptions options) =>
        [.. options.GetTypeInfo(request).Properties.Where(property => property.Set is not null).Select(property => new RequestMember(property, options))];

    internal object? Get(object request) => _property.Get!(request);

    /// <summary>Takes a JSON value; answers with what is wrong with it, or nothing.</summary>
    internal string? Read(JsonElement value, object request)
    {
        if (value.ValueKind == JsonValueKind.Null && !IsNullable)
        {
            return "must not be null";
        }

        try
        {
            _property.Set!(request, value.Deserialize(_property.PropertyType, _options));
            return null;
        }
        catch (JsonException)
        {
            return IsNullable ? $"{_type.Expected}, or null" : _type.Expected;
        }
    }

    /// <summary>Takes one of the words that stand for values of this member; answers with what is wrong with it, or nothing.</summary>
    internal string? ReadWord(JsonElement value, WireType words, object request)
    {
        if (value.ValueKind != JsonValueKind.String || !words.TryParse(value.GetString()!, out var word))
        {
            return words.Expected;
        }

        var meant = Convert.ChangeType(word, ValueType, CultureInfo.InvariantCulture);
        return Read(JsonSerializer.SerializeToElement(meant, ValueType, _options), request);
    }

    /// <summary>Takes the text of a query parameter; answers with what is wrong with it, or nothing.</summary>
    internal string? Read(string text, object request)
    {
        if (!_type.TryParse(text, out var value))
        {
            return _type.Expected;
        }

        _property.Set!(request, value);
        return null;
    }
}
