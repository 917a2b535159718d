using System.Reflection;
using System.Text.Json;
using Todo.Api.Persistence.Entities;

namespace Todo.Api.Requests;

/// <summary>A property of a request record, with its name on the wire and how its value is read. Made once, at start-up.</summary>
internal abstract class RequestMember<TRequest>(string name, bool isRequired)
{
    private static readonly NullabilityInfoContext Nullability = new();

    internal string Name { get; } = name;

    internal bool IsRequired { get; } = isRequired;

    /// <summary>Reads the value that the reader stands on; what is wrong with it, or nothing.</summary>
    internal abstract string? Read(ref Utf8JsonReader reader, TRequest request, JsonSerializerOptions options);

    internal static IReadOnlyList<RequestMember<TRequest>> All() =>
        [.. typeof(TRequest).GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(property => property.CanWrite).Select(Of)];

    private static RequestMember<TRequest> Of(PropertyInfo property)
    {
        var type = property.PropertyType;
        var nullability = Nullability.Create(property);
        var isOptional = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Optional<>);
        var (value, valueNullability) = isOptional ? (type.GenericTypeArguments[0], nullability.GenericTypeArguments[0]) : (type, nullability);

        return (RequestMember<TRequest>)Activator.CreateInstance(
            (isOptional ? typeof(OptionalMember<,>) : typeof(PlainMember<,>)).MakeGenericType(typeof(TRequest), value),
            property,
            valueNullability.WriteState == NullabilityState.Nullable)!;
    }
}

/// <summary>A member whose absence means the property's default.</summary>
internal sealed class PlainMember<TRequest, T>(PropertyInfo property, bool isNullable)
    : RequestMember<TRequest>(WireName.Of(property), property.IsDefined(typeof(System.Runtime.CompilerServices.RequiredMemberAttribute)))
{
    private readonly Action<TRequest, T> _set = property.SetMethod!.CreateDelegate<Action<TRequest, T>>();

    internal override string? Read(ref Utf8JsonReader reader, TRequest request, JsonSerializerOptions options)
    {
        var problem = JsonValue<T>.Read(ref reader, isNullable, options, out var value);
        if (problem is null)
        {
            _set(request, value!);
        }

        return problem;
    }
}

/// <summary>A member whose absence means: leave it as it is.</summary>
internal sealed class OptionalMember<TRequest, T>(PropertyInfo property, bool isNullable)
    : RequestMember<TRequest>(WireName.Of(property), isRequired: false)
{
    private readonly Action<TRequest, Optional<T>> _set = property.SetMethod!.CreateDelegate<Action<TRequest, Optional<T>>>();

    internal override string? Read(ref Utf8JsonReader reader, TRequest request, JsonSerializerOptions options)
    {
        var problem = JsonValue<T>.Read(ref reader, isNullable, options, out var value);
        if (problem is null)
        {
            _set(request, new Optional<T>(value!));
        }

        return problem;
    }
}

internal static class WireName
{
    internal static string Of(PropertyInfo property) => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
}

/// <summary>Reads one JSON value of a type and tells in a client's words what else was expected.</summary>
internal static class JsonValue<T>
{
    private static readonly string Expected = typeof(T) switch
    {
        var type when type == typeof(string) => "must be a string",
        var type when type == typeof(bool) || type == typeof(bool?) => "must be true or false",
        var type when type == typeof(TaskPriority) => $"must be one of {WireNames<TaskPriority>.Listed}",
        var type when type == typeof(DueDate?) => DueDate.Expected,
        _ => throw new NotSupportedException($"Say what a client should send for {typeof(T)}."),
    };

    internal static string? Read(ref Utf8JsonReader reader, bool isNullable, JsonSerializerOptions options, out T? value)
    {
        value = default;
        if (reader.TokenType == JsonTokenType.Null)
        {
            return isNullable ? null : "must not be null";
        }

        var start = reader;
        try
        {
            value = JsonSerializer.Deserialize<T>(ref reader, options);
            return null;
        }
        catch (JsonException)
        {
            // The syntax has been checked before, so this is a value of another type: go on behind it.
            reader = start;
            reader.Skip();
            return isNullable ? $"{Expected}, or null" : Expected;
        }
    }
}
