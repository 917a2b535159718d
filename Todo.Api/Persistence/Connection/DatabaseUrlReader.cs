using System.Buffers;
using System.Data.Common;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using static Todo.Api.Persistence.Connection.DatabaseUrlText;

namespace Todo.Api.Persistence.Connection;

/// <summary>One reading of one value. Each step returns its problem, or null to go on.</summary>
/// <remarks>Split by hand, as libpq does it: System.Uri ends at a '#', knows one host only and rewrites what it was given.</remarks>
internal sealed class DatabaseUrlReader
{
    private const int DefaultPort = 5432;

    private const string Forms = "postgresql://user:password@host/database, or Npgsql's Host=…;Database=…;Username=…;Password=…";

    private const string Escapes = "inside a user name, password or other part, '@' is written %40, '/' %2F, '?' %3F and '%' %25";

    private static readonly HashSet<string> Schemes = new(StringComparer.OrdinalIgnoreCase)
    {
        "postgres", "postgresql", "postgresql+asyncpg", "postgresql+psycopg", "postgresql+psycopg2",
        "postgres+asyncpg", "postgres+psycopg", "postgres+psycopg2",
    };

    private static readonly SearchValues<char> InNames = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-");

    private readonly List<(string Host, int Port)> _hosts = [];

    internal NpgsqlConnectionStringBuilder Connection { get; } = new();

    internal List<string> Ignored { get; } = [];

    internal bool BehindPgBouncer { get; private set; }

    internal string? Read(string value)
    {
        value = value.Trim();
        // "docker run --env-file" hands quotes on that a shell would have taken off.
        if (value.Length >= 2 && value[0] is '"' or '\'' && value[^1] == value[0])
            value = value[1..^1].Trim();

        if (value.Length == 0)
            return $"is empty: it must be {Forms}";
        if (value.Any(char.IsControl))
            return "has a line break or another control character in it: it must be one line, without them";

        var scheme = value.IndexOf("://", StringComparison.Ordinal);
        var isUrl = scheme >= 0 && value.AsSpan(0, scheme).IndexOfAny('=', ';') < 0;
        return (isUrl ? ReadUrl(value[..scheme], value[(scheme + 3)..]) : ReadSettings(value)) ?? Check();
    }

    private string? ReadUrl(string scheme, string rest)
    {
        if (!Schemes.Contains(scheme))
            return $"has a scheme that is not PostgreSQL's: it must be {Forms}";

        var end = rest.IndexOfAny(['/', '?']);
        var (authority, tail) = end < 0 ? (rest, "") : (rest[..end], rest[end..]);
        // Most likely a password was cut at its own '/' or '?', and what stands before it would be taken for the host.
        if (tail.Contains('@'))
            return $"has an '@' behind the host: {Escapes}";

        var at = authority.LastIndexOf('@');
        var question = tail.IndexOf('?');
        return ReadUser(at < 0 ? "" : authority[..at])
            ?? ReadHosts(authority[(at + 1)..])
            ?? ReadDatabase(question < 0 ? tail : tail[..question])
            ?? ReadQuery(question < 0 ? "" : tail[(question + 1)..])
            ?? Complete();
    }

    private string? ReadUser(string userInfo)
    {
        var colon = userInfo.IndexOf(':');
        if (!TryDecode(colon < 0 ? userInfo : userInfo[..colon], out var user))
            return Unreadable("user name");
        if (!TryDecode(colon < 0 ? "" : userInfo[(colon + 1)..], out var password))
            return Unreadable("password");

        if (user.Length > 0)
            Connection.Username = user;
        if (password.Length > 0)
            Connection.Password = password;
        return null;
    }

    private string? ReadHosts(string hosts)
    {
        if (hosts.Length == 0)
            return null;

        foreach (var text in hosts.Split(','))
        {
            var colon = text.IndexOf(':', text.StartsWith('[') ? Math.Max(text.IndexOf(']'), 0) : 0);
            var port = colon < 0 ? "" : text[(colon + 1)..];
            if (!TryDecode(colon < 0 ? text : text[..colon], out var host))
                return Unreadable("host");

            if (host.StartsWith('['))
            {
                if (!host.EndsWith(']') || !IPAddress.TryParse(host[1..^1], out var address) || address.AddressFamily != AddressFamily.InterNetworkV6)
                    return "has brackets around something that is not an IPv6 address: a host is written db.example.com, 192.0.2.1 or [2001:db8::1]";
                host = host[1..^1];
            }
            else if (port.Contains(':') || host.Contains(':'))
            {
                return "has more than one ':' behind the user name and password: a port is written host:5432, an IPv6 host [2001:db8::1]:5432";
            }

            var number = DefaultPort;
            if (port.Length > 0 && !TryReadPort(port, out number))
                return $"has a port that is not a number from 1 to 65535: a host and its port are written host:5432, and {Escapes}";
            _hosts.Add((host, number));
        }

        return null;
    }

    private string? ReadDatabase(string path)
    {
        var name = path.StartsWith('/') ? path[1..] : path;
        if (name.Contains('/'))
            return "has more than one '/' behind the host: one database name stands there, and a '/' in it is written %2F";
        if (!TryDecode(name, out var database))
            return Unreadable("database name");

        if (database.Length > 0)
            Connection.Database = database;
        return null;
    }

    private string? ReadQuery(string query)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        string? host = null, port = null;
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=');
            if (equals < 1 || pair.AsSpan(0, equals).ContainsAnyExcept(InNames))
                return "has a parameter that is not written name=value: behind '?' stand such pairs, joined by '&'";

            var name = DatabaseUrlParameters.NameOf(pair[..equals]);
            if (!TryDecode(pair[(equals + 1)..], out var value))
                return Unreadable($"value of '{name}'");
            if (!seen.Add(name))
                return $"has '{name}' twice: give it once";

            if (name.Equals("host", StringComparison.OrdinalIgnoreCase))
                host = value;
            else if (name.Equals("port", StringComparison.OrdinalIgnoreCase))
                port = value;
            else if (ReadParameter(name, value) is { } problem)
                return problem;
        }

        return Override(host, port);
    }

    private string? Override(string? host, string? port)
    {
        if ((host ?? port) is null)
            return null;
        if (_hosts.Count > 1 || (host ?? "").Contains(','))
            return "has several hosts and a 'host' or 'port' parameter: several hosts are written host1:5432,host2:5432 before the database";

        var (givenHost, givenPort) = _hosts.Count == 1 ? _hosts[0] : ("", DefaultPort);
        if (port is not null && !TryReadPort(port, out givenPort))
            return "has a 'port' parameter that is not a number from 1 to 65535";
        _hosts.Clear();
        _hosts.Add((host ?? givenHost, givenPort));
        return null;
    }

    private string? ReadSettings(string settings)
    {
        var pairs = new DbConnectionStringBuilder();
        try
        {
            pairs.ConnectionString = settings;
        }
        catch (ArgumentException)
        {
            // What the exception says quotes the value.
            return $"is neither a URL nor readable settings: it must be {Forms}, where a value with ';' or '=' in it stands in double quotes";
        }

        var position = 0;
        foreach (string name in pairs.Keys)
        {
            position++;
            var value = (string)pairs[name];
            if (Connection.ContainsKey(name))
            {
                if (!TrySet(name, value))
                    return $"has an unusable '{name}': see Npgsql's connection string parameters for what it takes";
            }
            else if (DatabaseUrlParameters.IsKnown(name) || DatabaseUrlParameters.IsOfAnotherDriver(name))
            {
                if (ReadParameter(name, value) is { } problem)
                    return problem;
            }
            else
            {
                // The unknown name is not told and not passed over: it may be the second half of a password with a ';' in it.
                return $"has a setting, number {position}, that Npgsql does not know: a value with ';' or '=' in it stands in double quotes";
            }
        }

        return null;
    }

    private bool TrySet(string name, string value)
    {
        try
        {
            Connection[name] = value;
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private string? ReadParameter(string name, string value)
    {
        if (DatabaseUrlParameters.IsKnown(name))
            return DatabaseUrlParameters.Apply(Connection, name, value);

        BehindPgBouncer |= name.Equals("pgbouncer", StringComparison.OrdinalIgnoreCase)
            && (value == "1" || value.Equals("true", StringComparison.OrdinalIgnoreCase));
        Ignored.Add(name);
        return null;
    }

    /// <summary>What libpq concludes from a URL and Npgsql does not.</summary>
    private string? Complete()
    {
        if (_hosts.Count == 1)
            (Connection.Host, Connection.Port) = _hosts[0];
        else if (_hosts.Count > 1)
            Connection.Host = string.Join(',', _hosts.Select(host => host.Host.Contains(':') ? $"[{host.Host}]:{host.Port}" : $"{host.Host}:{host.Port}"));

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

        return null;
    }

    private string? Check()
    {
        var hosts = (Connection.Host ?? "").Split(',');
        if (hosts.All(string.IsNullOrWhiteSpace))
            return $"has no host: it must be {Forms}";
        if (!hosts.All(IsHost))
            return "has a host that is not a host's name: it is written db.example.com, 192.0.2.1 or [2001:db8::1], each with :port behind it if need be, several of them joined by ','";
        if (Connection.Port > 65535)
            return "has a port that is not a number from 1 to 65535";
        if (Connection is { SslNegotiation: SslNegotiation.Direct, SslMode: < SslMode.Require })
            return "has 'sslnegotiation=direct' without TLS being required: add sslmode=require or a stricter one";

        if (hosts.Length == 1 && Connection.TargetSessionAttributes is not null)
        {
            // Npgsql chooses among several hosts by it, and refuses it with one.
            Connection.Remove("Target Session Attributes");
            Ignored.Add("target_session_attrs");
        }

        // Npgsql 10 tries Kerberos first: a needless step for each connection, and where the library is missing (the official images) a
        // complaint on the console. Who wants it says so.
        if (!Connection.ShouldSerialize("GSS Encryption Mode"))
            Connection.GssEncryptionMode = GssEncryptionMode.Disable;

        try
        {
            // Opens no connection; it finds settings that exclude each other.
            using var source = NpgsqlDataSource.Create(Connection);
            return null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidOperationException or NotSupportedException)
        {
            return "has settings that exclude each other: look at pool sizes, multiplexing and TLS";
        }
    }

    private static string Unreadable(string part) => $"has a '%' in its {part} that does not begin an escape of readable text: {Escapes}";
}
