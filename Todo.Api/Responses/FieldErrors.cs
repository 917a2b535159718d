namespace Todo.Api.Responses;

/// <summary>What is wrong with a request, field by field, in the order in which it was found.</summary>
internal sealed class FieldErrors
{
    private const int ShownLength = 64;

    private readonly OrderedDictionary<string, IReadOnlyList<string>> _byField = new(StringComparer.Ordinal);

    internal IReadOnlyDictionary<string, IReadOnlyList<string>> ByField => _byField;

    internal bool Any => _byField.Count > 0;

    /// <summary>Everything in one line, for <c>detail</c>.</summary>
    internal string Summary => string.Join("; ", _byField.SelectMany(entry => entry.Value.Select(message => $"{entry.Key}: {message}")));

    internal void Add(string field, string message) =>
        _byField[Shown(field)] = _byField.TryGetValue(Shown(field), out var messages) ? [.. messages, message] : [message];

    internal void AddIfAny(string field, string? message)
    {
        if (message is not null)
        {
            Add(field, message);
        }
    }

    internal bool Has(string field) => _byField.ContainsKey(Shown(field));

    /// <summary>A name from a client as it may stand in a message: it may be empty, or 64 KiB long.</summary>
    internal static string Shown(string name) => name.Length switch
    {
        0 => "(empty name)",
        <= ShownLength => name,
        _ => $"{name.AsSpan(0, ShownLength)}…",
    };
}
