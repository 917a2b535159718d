using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Todo.Api.Requests;

/// <summary>A member of a request record: its name on the wire, what it accepts, and how its value gets into the record. Made once, at start-up.</summary>
internal sealed class RequestMember
{
    private readonly JsonPropertyInfo _property;
    private readonly JsonSerializerOptions _options;
    private readonly WireType _type;
    private readonly WireType? _words;
    private readonly Func<object?, object?> _wrap;

    private RequestMember(JsonPropertyInfo property, JsonSerializerOptions options, WireType? words)
    {
        _property = property;
        _options = options;
        _words = words;

        // Not kept: it is not made for several threads, and the document asks while requests are served.
        var nullability = new NullabilityInfoContext().Create(Property);
        IsOptional = property.PropertyType is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(Optional<>);
        IsNullable = (IsOptional ? nullability.GenericTypeArguments[0] : nullability).WriteState == NullabilityState.Nullable;
        ValueType = IsOptional ? property.PropertyType.GenericTypeArguments[0] : property.PropertyType;
        ValueType = Nullable.GetUnderlyingType(ValueType) ?? ValueType;
        _type = WireType.For(ValueType);
        _wrap = IsOptional ? WrapperOf(property.PropertyType.GenericTypeArguments[0]) : value => value;
        MayBeEmpty = Property.IsDefined(typeof(MayBeEmptyAttribute));
    }

    internal string Name => _property.Name;

    internal PropertyInfo Property => (PropertyInfo)_property.AttributeProvider!;

    /// <summary>The type of the value, <c>null</c> and absence aside.</summary>
    internal Type ValueType { get; }

    internal bool IsRequired => _property.IsRequired;

    /// <summary>Whether the record tells an absent member from its default.</summary>
    internal bool IsOptional { get; }

    internal bool IsNullable { get; }

    internal bool MayBeEmpty { get; }

    internal static IReadOnlyList<RequestMember> AllOf(Type request, JsonSerializerOptions options) =>
        [.. options.GetTypeInfo(request).Properties.Where(property => property.Set is not null).Select(property => new RequestMember(property, options, words: null))];

    /// <summary>The same member, under a name where the words of an enumeration stand for its values.</summary>
    internal RequestMember InWords(Type words) => new(_property, _options, WireType.For(words));

    internal object? Get(object request) => _property.Get!(request);

    /// <summary>Takes a JSON value; answers with what is wrong with it, or nothing.</summary>
    internal string? Read(JsonElement value, object request)
    {
        if (_words is not null)
        {
            return ReadWord(value, _words, request);
        }

        if (value.ValueKind == JsonValueKind.Null)
        {
            return IsNullable ? Take(null, request) : "must not be null";
        }

        try
        {
            return Take(value.Deserialize(ValueType, _options), request);
        }
        catch (JsonException)
        {
            return IsNullable ? $"{_type.Expected}, or null" : _type.Expected;
        }
    }

    private string? ReadWord(JsonElement value, WireType words, object request) =>
        value.ValueKind == JsonValueKind.String && words.TryParse(value.GetString()!, out var word)
            ? Take(Convert.ChangeType(word, ValueType, CultureInfo.InvariantCulture), request)
            : words.Expected;

    /// <summary>Takes the text of a query parameter; answers with what is wrong with it, or nothing.</summary>
    internal string? Read(string text, object request) => _type.TryParse(text, out var value) ? Take(value, request) : _type.Expected;

    private string? Take(object? value, object request)
    {
        _property.Set!(request, _wrap(value));
        return null;
    }

    private static Func<object?, object?> WrapperOf(Type value) => (Func<object?, object?>)typeof(RequestMember)
        .GetMethod(nameof(Wrapper), BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(value).Invoke(null, null)!;

    private static Func<object?, object?> Wrapper<T>() => value => new Optional<T>((T)value!);
}
