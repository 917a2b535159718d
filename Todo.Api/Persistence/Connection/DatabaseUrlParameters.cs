using System.Globalization;
using Npgsql;

namespace Todo.Api.Persistence.Connection;

/// <summary>What may stand behind the '?' of a DATABASE_URL: libpq's names, and what each becomes in Npgsql.</summary>
internal static class DatabaseUrlParameters
{
    private static readonly Dictionary<string, Parameter> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["sslmode"] = Choice(
            (connection, mode) => connection.SslMode = mode,
            ("disable", SslMode.Disable), ("allow", SslMode.Allow), ("prefer", SslMode.Prefer),
            ("require", SslMode.Require), ("verify-ca", SslMode.VerifyCA), ("verify-full", SslMode.VerifyFull)),
        ["sslnegotiation"] = Choice(
            (connection, negotiation) => connection.SslNegotiation = negotiation,
            ("postgres", SslNegotiation.Postgres), ("direct", SslNegotiation.Direct)),
        ["channel_binding"] = Choice(
            (connection, binding) => connection.ChannelBinding = binding,
            ("disable", ChannelBinding.Disable), ("prefer", ChannelBinding.Prefer), ("require", ChannelBinding.Require)),
        ["gssencmode"] = Choice(
            (connection, mode) => connection.GssEncryptionMode = mode,
            ("disable", GssEncryptionMode.Disable), ("prefer", GssEncryptionMode.Prefer), ("require", GssEncryptionMode.Require)),
        ["target_session_attrs"] = Choice(
            (connection, role) => connection.TargetSessionAttributes = role,
            ("any", "any"), ("read-write", "read-write"), ("read-only", "read-only"), ("primary", "primary"), ("standby", "standby"),
            ("prefer-primary", "prefer-primary"), ("prefer-standby", "prefer-standby")),
        ["connect_timeout"] = new("a number of seconds up to 1024, where 0 means no limit", (connection, value) =>
        {
            if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > 1024)
                return false;
            connection.Timeout = seconds;
            return true;
        }),
        ["options"] = Text((connection, value) => connection.Options = value),
        ["application_name"] = Text((connection, value) => connection.ApplicationName = value),
        ["sslrootcert"] = Text((connection, value) => connection.RootCertificate = value),
        ["sslcert"] = Text((connection, value) => connection.SslCertificate = value),
        ["sslkey"] = Text((connection, value) => connection.SslKey = value),
        ["sslpassword"] = Text((connection, value) => connection.SslPassword = value),
        ["user"] = Text((connection, value) => connection.Username = value),
        ["password"] = Text((connection, value) => connection.Password = value),
        ["dbname"] = Text((connection, value) => connection.Database = value),
    };

    private static readonly HashSet<string> OfOtherDrivers = new(StringComparer.OrdinalIgnoreCase)
    {
        "pgbouncer", "connection_limit", "pool_timeout", "socket_timeout", "schema", "statement_cache_size", "prepared_statement_cache_size",
        "prepared_statement_name_func", "uselibpqcompat", "require_auth", "sslcrl", "sslcompression", "gsslib", "client_encoding",
        "fallback_application_name", "keepalives", "keepalives_idle", "keepalives_interval", "keepalives_count",
    };

    /// <summary>asyncpg calls <c>sslmode</c> by another name.</summary>
    internal static string NameOf(string name) => name.Equals("ssl", StringComparison.OrdinalIgnoreCase) ? "sslmode" : name;

    internal static bool IsKnown(string name) => Known.ContainsKey(name);

    internal static bool IsOfAnotherDriver(string name) => OfOtherDrivers.Contains(name);

    /// <summary>Sets a known parameter; where the value is not usable, says what would be.</summary>
    internal static string? Apply(NpgsqlConnectionStringBuilder connection, string name, string value) =>
        Known[name].TryApply(connection, value) ? null : $"has an unusable '{name}': it must be {Known[name].Wanted}";

    private static Parameter Text(Action<NpgsqlConnectionStringBuilder, string> set) =>
        new("a text", (connection, value) =>
        {
            set(connection, value);
            return true;
        });

    private static Parameter Choice<T>(Action<NpgsqlConnectionStringBuilder, T> set, params (string Name, T Value)[] choices) =>
        new("one of " + string.Join(", ", choices.Select(choice => choice.Name)), (connection, value) =>
        {
            var index = Array.FindIndex(choices, choice => choice.Name.Equals(value, StringComparison.OrdinalIgnoreCase));
            if (index < 0)
                return false;
            set(connection, choices[index].Value);
            return true;
        });

    private sealed record Parameter(string Wanted, Func<NpgsqlConnectionStringBuilder, string, bool> TryApply);
}
