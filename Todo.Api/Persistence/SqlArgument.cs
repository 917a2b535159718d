using Npgsql;
using NpgsqlTypes;
using Todo.Api.Persistence.Entities;

namespace Todo.Api.Persistence;

/// <summary>A value for one of the placeholders <c>$1</c>, <c>$2</c>, … of an SQL text. It travels beside the text, never in it, and a null has its type too.</summary>
internal readonly struct SqlArgument
{
    private SqlArgument(NpgsqlParameter parameter) => Parameter = parameter;

    internal NpgsqlParameter Parameter { get; }

    public static implicit operator SqlArgument(string? text) => text is null ? Null(NpgsqlDbType.Text) : Typed(text);

    public static implicit operator SqlArgument(bool? flag) => flag is { } value ? Typed(value) : Null(NpgsqlDbType.Boolean);

    public static implicit operator SqlArgument(DateTime? instant) => instant is { } value ? Typed(value) : Null(NpgsqlDbType.TimestampTz);

    public static implicit operator SqlArgument(TaskPriority? priority) => priority is { } value ? Typed((short)value) : Null(NpgsqlDbType.Smallint);

    public static implicit operator SqlArgument(long number) => Typed(number);

    public static implicit operator SqlArgument(short[] numbers) => Typed(numbers);

    public static implicit operator SqlArgument(string[] texts) => Typed(texts);

    private static SqlArgument Typed<T>(T value) => new(new NpgsqlParameter<T> { TypedValue = value });

    private static SqlArgument Null(NpgsqlDbType type) => new(new NpgsqlParameter { NpgsqlDbType = type, Value = DBNull.Value });
}
