using System.Reflection;

namespace Todo.Api.Requests;

/// <summary>A property of a query record, with its name on the wire and how its text is read. Made once, at start-up.</summary>
internal abstract class QueryMember<TRequest>(string name)
{
    internal string Name { get; } = name;

    /// <summary>Reads the text of the parameter; what is wrong with it, or nothing.</summary>
    internal abstract string? Read(string text, TRequest request);

    internal static QueryMember<TRequest> Of(PropertyInfo property) =>
        (QueryMember<TRequest>)Activator.CreateInstance(typeof(QueryMember<,>).MakeGenericType(typeof(TRequest), property.PropertyType), property)!;
}

internal sealed class QueryMember<TRequest, T>(PropertyInfo property) : QueryMember<TRequest>(WireName.Of(property))
{
    private readonly Action<TRequest, T> _set = property.SetMethod!.CreateDelegate<Action<TRequest, T>>();
    private readonly QueryValue<T> _value = QueryValues.Of<T>();

    internal override string? Read(string text, TRequest request)
    {
        if (!_value.TryParse(text, out var value))
        {
            return _value.Expected;
        }

        _set(request, value!);
        return null;
    }
}

/// <summary>A type of a slice's own that stands in a query string.</summary>
internal interface IQueryValue<TSelf>
{
    /// <summary>What a client is told when the text is not one.</summary>
    static abstract string Expected { get; }

    static abstract bool TryParse(string text, out TSelf? value);
}
