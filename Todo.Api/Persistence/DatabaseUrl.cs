using Npgsql;

namespace Todo.Api.Persistence;

internal static class DatabaseUrl
{
    internal static bool TryParse(string value, out NpgsqlConnectionStringBuilder? c, out IReadOnlyList<string> ignored, out string? problem)
    { c = new NpgsqlConnectionStringBuilder(value); ignored = []; problem = null; return true; }
    internal static bool IsPooled(NpgsqlConnectionStringBuilder c, string value) => false;
}
