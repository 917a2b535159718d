using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace Todo.Api.Requests;

/// <summary>
/// How a type is read from the text of a query, and what a client hears when that fails. A type of our own implements <see cref="IParsable{TSelf}"/>
/// and says in its <see cref="DescriptionAttribute"/> what it is.
/// </summary>
internal sealed class WireType
{
    private readonly Func<string, object?> _parse;

    private WireType(string expected, Func<string, object?> parse) => (Expected, _parse) = (expected, parse);

    /// <summary>The rest of a sentence that begins with the member's name: "must be …".</summary>
    internal string Expected { get; }

    internal bool TryParse(string text, [NotNullWhen(true)] out object? value) => (value = _parse(text)) is not null;

    internal static WireType For(Type type) => type switch
    {
        _ when type == typeof(string) => new("must be a string", text => text),
        _ when type == typeof(bool) => new("must be true or false", text => text switch { "true" => true, "false" => false, _ => null }),
        _ when type == typeof(int) => new("must be a whole number", text => Integer(text) is { } number and >= int.MinValue and <= int.MaxValue ? (int)number : null),
        _ when type == typeof(long) => new("must be a whole number", text => Integer(text)),
        { IsEnum: true } => Name(type),
        { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) => Generic(nameof(Several), type.GenericTypeArguments[0]),
        _ => Generic(nameof(Parsable), type),
    };

    /// <summary>The names of an enumeration as they stand on the wire.</summary>
    internal static IEnumerable<string> NamesOf(Type type) => Enum.GetNames(type).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName);

    private static WireType Generic(string method, Type type) =>
        (WireType)typeof(WireType).GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(type).Invoke(null, null)!;

    private static WireType Name(Type type)
    {
        var values = type.GetFields(BindingFlags.Static | BindingFlags.Public)
            .SelectMany(field => OtherNamesOf(field).Prepend(JsonNamingPolicy.SnakeCaseLower.ConvertName(field.Name)).Select(name => (name, value: field.GetValue(null)!)))
            .ToDictionary(pair => pair.name, pair => pair.value, StringComparer.OrdinalIgnoreCase);
        if (type.IsDefined(typeof(SignedNamesAttribute)))
        {
            foreach (var (name, value) in values.ToList())
            {
                values.Add($"-{name}", Enum.ToObject(type, -Convert.ToInt64(value, CultureInfo.InvariantCulture)));
            }
        }

        return new($"must be one of {string.Join(", ", NamesOf(type))}", text => values.GetValueOrDefault(text));
    }

    private static string[] OtherNamesOf(FieldInfo field) => field.GetCustomAttribute<OtherNamesAttribute>()?.Names ?? [];

    private static WireType Several<T>() where T : struct, Enum
    {
        var one = Name(typeof(T));
        return new($"must be one or several of {string.Join(", ", NamesOf(typeof(T)))}, separated by commas", text =>
        {
            var names = text.Split(',', StringSplitOptions.TrimEntries);
            var values = names.Select(one._parse).OfType<T>().ToArray();
            return values.Length == names.Length ? values : null;
        });
    }

    private static WireType Parsable<T>() where T : IParsable<T>
    {
        var description = typeof(T).GetCustomAttribute<DescriptionAttribute>()?.Description
            ?? throw new NotSupportedException($"Say in a [Description] what a client should send for {typeof(T)}.");

        // A '+' that was not percent-encoded arrives as a space, and no value but text has a space in it.
        return new($"must be {description}", text => T.TryParse(text.Replace(' ', '+'), CultureInfo.InvariantCulture, out var value) ? value : null);
    }

    // .NET would ignore NULs behind a number.
    private static long? Integer(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && !text.Contains('\0', StringComparison.Ordinal) ? number : null;
}
