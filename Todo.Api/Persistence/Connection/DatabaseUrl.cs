using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace Todo.Api.Persistence.Connection;

/// <summary>
/// Reads DATABASE_URL. A problem is the rest of a sentence that begins with the name of the variable ("… is empty: it must be …").
/// It never repeats a piece of the value: where a value is not what it should be, any piece of it may be the password.
/// </summary>
internal static class DatabaseUrl
{
    /// <summary>Reads a URL or Npgsql's own settings; <paramref name="ignored"/> names the parameters that have no meaning here.</summary>
    internal static bool TryParse(
        string value,
        [NotNullWhen(true)] out NpgsqlConnectionStringBuilder? connection,
        out IReadOnlyList<string> ignored,
        [NotNullWhen(false)] out string? problem)
    {
        var reader = new DatabaseUrlReader();
        problem = reader.Read(value);
        connection = problem is null ? reader.Connection : null;
        ignored = problem is null ? reader.Ignored : [];
        return problem is null;
    }

    /// <summary>
    /// Whether a pooler in transaction mode stands before the server: Neon's by the name of its host, another's by <c>pgbouncer=true</c>.
    /// A prepared statement does not outlive its transaction there, so the caller leaves automatic preparation off.
    /// </summary>
    internal static bool IsPooled(NpgsqlConnectionStringBuilder connection, string value)
    {
        var reader = new DatabaseUrlReader();
        return (reader.Read(value) is null && reader.BehindPgBouncer)
            || (connection.Host ?? "").Split(',').Any(host => IsPooler(host.Split('.', ':')[0]))
            || (connection.Options ?? "").Split(' ').Any(option => option.StartsWith("endpoint=", StringComparison.Ordinal) && IsPooler(option));
    }

    private static bool IsPooler(string name) => name.Trim().EndsWith("-pooler", StringComparison.OrdinalIgnoreCase);
}
