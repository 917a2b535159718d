using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Todo.Api.Requests;

/// <summary>The members of a request by every name that is accepted for them: their own, and those that other APIs have. Made once, at start-up.</summary>
internal sealed class RequestMembers
{
    private readonly FrozenDictionary<string, RequestMember> _byName;
    private readonly (string Name, string Meaning)[] _suggestions;

    internal RequestMembers(Type request, JsonSerializerOptions options)
    {
        All = RequestMember.AllOf(request, options);
        _byName = All.SelectMany(NamesOf).ToFrozenDictionary(pair => pair.Name, pair => pair.Member);
        _suggestions =
        [
            .. _byName.Select(pair => (pair.Key, pair.Value.Name)),
            .. All.SelectMany(member => OtherNamesAttribute.On(member.Property).Hints, (member, hint) => (hint, member.Name)),
        ];
    }

    internal IReadOnlyList<RequestMember> All { get; }

    internal RequestMember? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The member that a name that is not accepted most likely means; nothing where none is close.</summary>
    internal string? Suggest(string name) => Suggestions.Closest(name, _suggestions);

    private static IEnumerable<(string Name, RequestMember Member)> NamesOf(RequestMember member) =>
    [
        (member.Name, member),
        .. OtherNamesAttribute.On(member.Property).Names.Select(name => (name, member)),
        .. member.Property.GetCustomAttributes<WordsAttribute>().Select(words => (words.Name, member.InWords(words.Words))),
    ];
}

/// <summary>A member of a request record: its name on the wire, what it accepts, and how its value gets into the record. Made once, at start-up.</summary>
internal sealed class RequestMember
{
    private static readonly MethodInfo Wrapper = typeof(RequestMember).GetMethod(nameof(WrapperFor), BindingFlags.Static | BindingFlags.NonPublic)!;

    private readonly JsonPropertyInfo _property;
    private readonly WireType _type;
    private readonly Func<object?, object?> _wrap = value => value;

    private RequestMember(JsonPropertyInfo property, Type? words = null)
    {
        _property = property;
        var type = property.PropertyType;

        // Not kept: it is not made for several threads, and the document asks while requests are served.
        var nullability = new NullabilityInfoContext().Create(Property);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Optional<>))
        {
            (IsOptional, type, nullability) = (true, type.GenericTypeArguments[0], nullability.GenericTypeArguments[0]);
            _wrap = (Func<object?, object?>)Wrapper.MakeGenericMethod(type).Invoke(null, null)!;
        }

        IsNullable = nullability.WriteState == NullabilityState.Nullable;
        ValueType = Nullable.GetUnderlyingType(type) ?? type;
        _type = words is null ? WireType.For(ValueType) : WireType.For(words).As(ValueType);
    }

    internal string Name => _property.Name;

    internal PropertyInfo Property => (PropertyInfo)_property.AttributeProvider!;

    /// <summary>The type of the value, <c>null</c> and absence aside.</summary>
    internal Type ValueType { get; }

    internal bool IsRequired => _property.IsRequired;

    /// <summary>Whether the record tells an absent member from its default.</summary>
    internal bool IsOptional { get; }

    internal bool IsNullable { get; }

    internal static IReadOnlyList<RequestMember> AllOf(Type request, JsonSerializerOptions options) =>
        [.. options.GetTypeInfo(request).Properties.Where(property => property.Set is not null).Select(property => new RequestMember(property))];

    /// <summary>The same member, under a name where the words of an enumeration stand for its values.</summary>
    internal RequestMember InWords(Type words) => new(_property, words);

    internal object? Get(object request) => _property.Get!(request);

    /// <summary>Takes a JSON value; answers with what is wrong with it, or nothing.</summary>
    internal string? Read(JsonElement value, object request)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return IsNullable ? Take(null, request) : "must not be null";
        }

        return _type.ParseJson(value) is { } parsed ? Take(parsed, request) : _type.ProblemOf(value, IsNullable);
    }

    /// <summary>Takes the text of a query parameter; answers with what is wrong with it, or nothing.</summary>
    internal string? Read(string text, object request) => _type.Parse(text) is { } parsed ? Take(parsed, request) : _type.ProblemOf(text);

    private string? Take(object? value, object request)
    {
        _property.Set!(request, _wrap(value));
        return null;
    }

    private static Func<object?, object?> WrapperFor<T>() => value => new Optional<T>((T)value!);
}
