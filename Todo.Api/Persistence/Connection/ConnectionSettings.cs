using System.Net;
using System.Text.RegularExpressions;
using Npgsql;

namespace Todo.Api.Persistence.Connection;

/// <summary>The settings of a connection under the names of any driver, in Npgsql's words.</summary>
internal sealed partial class ConnectionSettings
{
    private const string NoHost = "has no usable host: it is written db.example.com, 192.0.2.1 or [2001:db8::1], with :port (1 to 65535) behind it if need be, several of them joined by ','";

    /// <summary>What libpq and other drivers call differently; Npgsql takes the other names as they are, without their underscores.</summary>
    private static readonly Dictionary<string, string> NpgsqlNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ssl"] = "SSL Mode",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["gssencmode"] = "GSS Encryption Mode",
        ["target_session_attrs"] = "Target Session Attributes",
        ["connect_timeout"] = "Timeout",
        ["user"] = "Username",
        ["dbname"] = "Database",
    };

    /// <summary>What was read, on top of our defaults.</summary>
    internal NpgsqlConnectionStringBuilder Connection { get; } = DatabaseSettings.Defaults();

    /// <summary>The parameters that mean nothing here.</summary>
    internal List<string> Ignored { get; } = [];

    /// <summary>
    /// Whether a pooler in transaction mode stands before the server: Neon's by its name, another's by <c>pgbouncer=true</c>. A prepared
    /// statement does not outlive its transaction there.
    /// </summary>
    internal bool IsPooled { get; private set; }

    /// <summary>Sets it where the name means something here.</summary>
    internal bool TrySet(string name, string value)
    {
        if (name.Equals("pgbouncer", StringComparison.OrdinalIgnoreCase))
        {
            IsPooled |= value.ToLowerInvariant() is "true" or "1";
            return true;
        }

        var keyword = NpgsqlNames.GetValueOrDefault(name) ?? name.Replace("_", "", StringComparison.Ordinal);
        if (!Connection.ContainsKey(keyword))
        {
            return false;
        }

        try
        {
            // "verify-full" is VerifyFull there.
            Connection[keyword] = Connection[keyword] is Enum ? value.Replace("-", "", StringComparison.Ordinal) : value;
            return true;
        }
        catch (ArgumentException)
        {
            var choices = Connection[keyword] is Enum choice ? $": it must be one of {string.Join(", ", Enum.GetNames(choice.GetType()))}" : "";
            throw new FormatException($"has an unusable '{name}'{choices}");
        }
    }

    /// <summary>What libpq concludes from a URL and Npgsql does not.</summary>
    internal void ConcludeAsLibpqDoes()
    {
        Connection.Database ??= Connection.Username;
        if (Connection.RootCertificate == "system")
        {
            Connection.Remove("Root Certificate");
            Connection.SslMode = SslMode.VerifyFull;
        }
        else if (Connection is { RootCertificate: not null, SslMode: SslMode.Require })
        {
            Connection.SslMode = SslMode.VerifyCA;
        }
    }

    /// <summary>Refuses what cannot work, and finds out whether there is a pooler.</summary>
    internal void Complete()
    {
        var hosts = (Connection.Host ?? "").Split(',');
        if (Connection.Port > ushort.MaxValue || !hosts.All(IsHost))
        {
            throw new FormatException(NoHost);
        }

        if (hosts.Length == 1 && Connection.TargetSessionAttributes is not null)
        {
            // Npgsql chooses among several hosts by it, and refuses it with one.
            Connection.Remove("Target Session Attributes");
            Ignored.Add("target_session_attrs");
        }

        IsPooled |= hosts.Any(host => IsPooler(host.Split('.', ':')[0]))
            || (Connection.Options ?? "").Split(' ').Any(option => option.StartsWith("endpoint=", StringComparison.Ordinal) && IsPooler(option));

        try
        {
            // Opens no connection; it finds settings that exclude each other.
            using var source = NpgsqlDataSource.Create(Connection);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidOperationException or NotSupportedException)
        {
            throw new FormatException("has settings that exclude each other: look at TLS, pool sizes and multiplexing");
        }
    }

    private static bool IsHost(string text) => Host().Match(text) is { Success: true } match
        ? (!match.Groups["ip"].Success || IPAddress.TryParse(match.Groups["ip"].ValueSpan, out _))
            && (!match.Groups["port"].Success || (ushort.TryParse(match.Groups["port"].ValueSpan, out var port) && port > 0))
        : IPAddress.TryParse(text, out _);

    private static bool IsPooler(string name) => name.EndsWith("-pooler", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"^(?:/[^:]*|(?:\[(?<ip>[^\]]+)\]|[\w.-]+)(?::(?<port>\d+))?)$")]
    private static partial Regex Host();
}
