using System.Data.Common;
using System.Net;
using System.Text.RegularExpressions;
using Npgsql;

namespace Todo.Api.Persistence.Connection;

/// <summary>DATABASE_URL as providers and other drivers write it, in Npgsql's words.</summary>
internal sealed partial class DatabaseUrl
{
    private const string Unreadable =
        "is not readable: it must be postgresql://user:password@host:5432/database as your provider prints it, where '@' inside a password is written %40, '/' %2F, '?' %3F and '%' %25, "
        + "or Npgsql's Host=…;Username=…;Password=…;Database=…, where a value that holds ';' or '=' stands in double quotes";

    private const string NoHost = "has no usable host: it is written db.example.com, 192.0.2.1 or [2001:db8::1], with :port (1 to 65535) behind it if need be, several of them joined by ','";

    private static readonly string[] Parts = ["Host", "Username", "Password", "Database"];

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

    /// <summary>Reads a URL, or Npgsql's own connection string.</summary>
    /// <exception cref="FormatException">
    /// The message is the rest of a sentence that begins with the name of the variable. It never repeats a piece of the value, which may be the password.
    /// </exception>
    internal static DatabaseUrl Parse(string value)
    {
        // "docker run --env-file" hands quotes on that a shell would have taken off.
        value = value.Trim();
        value = value is ['"', .., '"'] or ['\'', .., '\''] ? value[1..^1].Trim() : value;

        var url = new DatabaseUrl();
        if (Url().Match(value) is { Success: true } match)
        {
            url.ReadUrl(match);
        }
        else
        {
            url.ReadConnectionString(value);
        }

        url.Complete();
        return url;
    }

    // System.Uri ends at a '#', knows one host only, and rewrites what it was given.
    private void ReadUrl(Match match)
    {
        foreach (var part in Parts.Where(part => match.Groups[part].Length > 0))
        {
            TrySet(part, Uri.UnescapeDataString(match.Groups[part].Value));
        }

        foreach (var (name, text) in match.Groups["name"].Captures.Zip(match.Groups["value"].Captures))
        {
            if (!TrySet(name.Value, Uri.UnescapeDataString(text.Value)))
            {
                Ignored.Add(name.Value);
            }
        }

        // What libpq concludes and Npgsql does not.
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

    private void ReadConnectionString(string value)
    {
        var pairs = new DbConnectionStringBuilder();
        try
        {
            pairs.ConnectionString = value;
        }
        catch (ArgumentException)
        {
            // Its message quotes the value.
            throw new FormatException(Unreadable);
        }

        // An unknown name is not passed over: it may be the second half of a password with a ';' in it.
        if (pairs.Count == 0 || !pairs.Keys.Cast<string>().All(name => TrySet(name, (string)pairs[name])))
        {
            throw new FormatException(Unreadable);
        }
    }

    /// <summary>Sets it where the name means something here.</summary>
    private bool TrySet(string name, string value)
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

    private void Complete()
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

    [GeneratedRegex(
        """
        ^(?!.*(?:%(?![0-9a-f]{2})|[\x00-\x1f]))
        postgres(?:ql)?(?:\+(?:asyncpg|psycopg2?))?://
        (?:(?<Username>[^:/?]*)(?::(?<Password>[^/?]*))?@)?
        (?<Host>[^/?@]*)
        (?:/(?<Database>[^/?@]*))?
        (?:\?(?:&*(?<name>[\w.-]+)=(?<value>[^&@]*))*&*)?$
        """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Url();

    [GeneratedRegex(@"^(?:/[^:]*|(?:\[(?<ip>[^\]]+)\]|[\w.-]+)(?::(?<port>\d+))?)$")]
    private static partial Regex Host();
}
