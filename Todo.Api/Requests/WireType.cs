using System.ComponentModel;
using System.Globalization;
using System.Numerics;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Todo.Api.Requests;

/// <summary>
/// How a type is read from the text of a query parameter or of a JSON value, and what a client hears when that fails. A type of our own implements
/// <see cref="IParsable{TSelf}"/> and says in its <see cref="DescriptionAttribute"/> what it is.
/// </summary>
/// <param name="Expected">The rest of a sentence that begins with the member's name: "must be …".</param>
/// <param name="Parse">The value of a text; nothing where it has none.</param>
/// <param name="IsText">Whether the value is a string in JSON; a number, true or false are what stands there.</param>
internal sealed record WireType(string Expected, Func<string, object?> Parse, bool IsText = true)
{
    private static readonly JsonSerializerOptions Strict = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>For what is an array or an object in JSON, and never a text.</summary>
    private Func<JsonElement, object?>? ParseWhole { get; init; }

    /// <summary>What is wrong with one text, where that says more than what is expected of all.</summary>
    private Func<string, string>? Explain { get; init; }

    internal static WireType For(Type type) => type switch
    {
        _ when type == typeof(string) => new("must be a string", text => text),
        _ when type == typeof(bool) => new("must be true or false", text => text switch { "true" => true, "false" => false, _ => null }, IsText: false),
        _ when type == typeof(int) => Number<int>(),
        _ when type == typeof(long) => Number<long>(),
        _ when type == typeof(JsonElement) => Whole("must be an object", json => json.ValueKind == JsonValueKind.Object ? json : null),
        _ when type == typeof(IReadOnlyList<JsonElement>) => Whole("must be an array", json => json.ValueKind == JsonValueKind.Array ? json.EnumerateArray().ToArray() : null),
        _ when type == typeof(IReadOnlyList<string>) => Texts(),
        { IsEnum: true } => Name(type),
        { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) && type.GenericTypeArguments[0] is var item =>
            Generic(item.IsEnum ? nameof(Several) : nameof(Objects), item),
        _ when type.IsAssignableTo(typeof(IExplained)) => Generic(nameof(Explained), type),
        _ => Generic(nameof(Parsable), type),
    };

    internal string ProblemOf(string text) => Explain?.Invoke(text) ?? Expected;

    internal string ProblemOf(JsonElement value, bool isNullable) =>
        Explain is not null && value.ValueKind == JsonValueKind.String ? Explain(value.GetString()!)
        : isNullable ? $"{Expected}, or null"
        : Expected;

    internal object? ParseJson(JsonElement value) => ParseWhole is not null ? ParseWhole(value) : value.ValueKind switch
    {
        JsonValueKind.String when IsText => Parse(value.GetString()!),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False when !IsText => Parse(value.GetRawText()),
        _ => null,
    };

    /// <summary>The same texts, for values of another type that these convert to.</summary>
    internal WireType As(Type type) =>
        this with { Parse = text => Parse(text) is { } value ? Convert.ChangeType(value, type, CultureInfo.InvariantCulture) : null };

    /// <summary>The names of an enumeration as they stand on the wire.</summary>
    internal static IEnumerable<string> NamesOf(Type type) => FieldsOf(type).Select(NameOf);

    /// <summary>The name of a value of an enumeration as it stands on the wire.</summary>
    internal static string NameOf<T>(T value) where T : struct, Enum => NameOf(typeof(T).GetField(value.ToString())!);

    private static FieldInfo[] FieldsOf(Type type) => type.GetFields(BindingFlags.Static | BindingFlags.Public);

    private static string NameOf(FieldInfo field) =>
        field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(field.Name);

    private static WireType Whole(string expected, Func<JsonElement, object?> parse) => new(expected, _ => null) { ParseWhole = parse };

    // Separated by commas in a query.
    private static WireType Texts() => new("must be an array of strings", text => text.Split(',', StringSplitOptions.TrimEntries))
    {
        ParseWhole = json => json.ValueKind == JsonValueKind.Array && json.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? json.EnumerateArray().Select(item => item.GetString()!).ToArray()
            : null,
    };

    private static WireType Generic(string method, Type type) =>
        (WireType)typeof(WireType).GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(type).Invoke(null, null)!;

    // .NET would ignore NULs behind a number and take a plus before it.
    private static WireType Number<T>() where T : struct, INumber<T> => new(
        "must be a whole number",
        text => text.All(c => c == '-' || char.IsAsciiDigit(c)) && T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
        IsText: false);

    private static WireType Name(Type type)
    {
        var names = FieldsOf(type).SelectMany(
            field => OtherNamesAttribute.On(field).Names.Prepend(NameOf(field)),
            (field, name) => (name, value: field.GetValue(null)!)).ToList();
        if (type.IsDefined(typeof(SignedNamesAttribute)))
        {
            names.AddRange(names.ConvertAll(pair => ($"-{pair.name}", Enum.ToObject(type, -Convert.ToInt64(pair.value, CultureInfo.InvariantCulture)))));
        }

        var values = names.ToDictionary(pair => pair.name, pair => pair.value, StringComparer.OrdinalIgnoreCase);
        return new($"must be one of {string.Join(", ", NamesOf(type))}", values.GetValueOrDefault);
    }

    private static WireType Several<T>() where T : struct, Enum
    {
        var one = Name(typeof(T));
        return new($"must be one or several of {string.Join(", ", NamesOf(typeof(T)))}, separated by commas", text =>
        {
            var names = text.Split(',', StringSplitOptions.TrimEntries);
            var values = names.Select(one.Parse).OfType<T>().ToArray();
            return values.Length == names.Length ? values : null;
        });
    }

    private static WireType Explained<T>() where T : IParsable<T>, IExplained => Parsable<T>() with { Explain = T.Explain };

    // All of them by the members of their type, or none.
    private static WireType Objects<T>() where T : class => Whole($"must be an array of {DescriptionOf<T>()}", json =>
    {
        try
        {
            return json.Deserialize<List<T?>>(Strict) is { } objects && !objects.Contains(null) ? objects : null;
        }
        catch (JsonException)
        {
            return null;
        }
    });

    private static WireType Parsable<T>() where T : IParsable<T> =>
        new($"must be {DescriptionOf<T>()}", text => T.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : null);

    private static string DescriptionOf<T>() => typeof(T).GetCustomAttribute<DescriptionAttribute>()?.Description
        ?? throw new NotSupportedException($"Say in a [Description] what a client should send for {typeof(T)}.");
}

/// <summary>A type of our own that says what is wrong with a text that it cannot be read from: its description alone would not help.</summary>
internal interface IExplained
{
    static abstract string Explain(string text);
}
