using System.Globalization;
using System.Reflection;
using Todo.Api.Persistence.Entities;

namespace Todo.Api.Requests;

internal delegate bool TryParse<T>(string text, out T? value);

/// <summary>How the text of a parameter becomes a value, and what a client is told when it does not.</summary>
internal sealed record QueryValue<T>(TryParse<T> TryParse, string Expected);

/// <summary>The types that a query string can hold: numbers, flags, due dates, names of an enumeration and lists of them.</summary>
internal static class QueryValues
{
    private static readonly Dictionary<Type, object> Known = new()
    {
        [typeof(string)] = new QueryValue<string>(static (text, out value) => (value = text) is not null, "must be text"),
        [typeof(bool)] = new QueryValue<bool>(TryParseBool, "must be true or false"),
        [typeof(bool?)] = Nullable<bool>(TryParseBool, "must be true or false"),
        [typeof(int)] = new QueryValue<int>(TryParseInt, "must be a whole number"),
        [typeof(long?)] = Nullable<long>(TryParseLong, "must be a whole number"),
        [typeof(DueDate?)] = Nullable<DueDate>(TryParseDueDate, DueDate.Expected),
    };

    internal static QueryValue<T> Of<T>()
    {
        if (Known.TryGetValue(typeof(T), out var known))
        {
            return (QueryValue<T>)known;
        }

        var type = typeof(T);
        var (factory, argument) = type switch
        {
            { IsEnum: true } => (nameof(Name), type),
            _ when System.Nullable.GetUnderlyingType(type) is { IsEnum: true } named => (nameof(NullableName), named),
            { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) => (nameof(Names), type.GenericTypeArguments[0]),
            _ => (nameof(Own), type),
        };

        return (QueryValue<T>)typeof(QueryValues)
            .GetMethod(factory, BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(argument)
            .Invoke(null, null)!;
    }

    private static QueryValue<T?> Nullable<T>(TryParse<T> tryParse, string expected) where T : struct => new(
        (text, out value) =>
        {
            var parsed = tryParse(text, out var plain);
            value = plain;
            return parsed;
        },
        expected);

    private static QueryValue<T> Name<T>() where T : struct, Enum => new(WireNames<T>.TryParse, $"must be one of {WireNames<T>.Listed}");

    private static QueryValue<T?> NullableName<T>() where T : struct, Enum => Nullable<T>(WireNames<T>.TryParse, $"must be one of {WireNames<T>.Listed}");

    private static QueryValue<IReadOnlyList<T>> Names<T>() where T : struct, Enum => new(
        static (text, out value) =>
        {
            var names = text.Split(',', StringSplitOptions.TrimEntries);
            var values = new T[names.Length];
            for (var i = 0; i < names.Length; i++)
            {
                if (!WireNames<T>.TryParse(names[i], out values[i]))
                {
                    value = null;
                    return false;
                }
            }

            value = values;
            return true;
        },
        $"must be one or several of {WireNames<T>.Listed}, separated by commas");

    private static QueryValue<T> Own<T>() where T : IQueryValue<T> => new(T.TryParse, T.Expected);

    private static bool TryParseBool(string text, out bool value) => (value = text == "true") || text == "false";

    private static bool TryParseInt(string text, out int value) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && !HasNul(text);

    private static bool TryParseLong(string text, out long value) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && !HasNul(text);

    // .NET takes NULs behind a number for nothing.
    private static bool HasNul(string text) => text.Contains('\0', StringComparison.Ordinal);

    // A '+' that was not percent-encoded arrives as a space; before an offset it can mean nothing else.
    private static bool TryParseDueDate(string text, out DueDate value) =>
        DueDate.TryParse(text.LastIndexOf(' ') is var space and > 10 ? $"{text[..space]}+{text[(space + 1)..]}" : text, out value);
}
