using Npgsql;
using NpgsqlTypes;

namespace Todo.Api.Persistence;

/// <summary>Arguments of an SQL text that is put together; each value becomes a parameter, never a part of the text.</summary>
internal sealed class SqlArguments
{
    private readonly List<object> _values = [];

    internal object[] ToArray() => [.. _values];

    /// <summary>Takes a value and answers with its placeholder.</summary>
    internal string Add(object value)
    {
        _values.Add(value);
        return $"{{{_values.Count - 1}}}";
    }

    internal string Add(string? text) => Add(Typed(NpgsqlDbType.Text, text));

    internal string Add(DateTime? instant) => Add(Typed(NpgsqlDbType.TimestampTz, instant));

    // PostgreSQL has to know the type of a null, too.
    private static NpgsqlParameter Typed(NpgsqlDbType type, object? value) => new() { NpgsqlDbType = type, Value = value ?? DBNull.Value };
}
