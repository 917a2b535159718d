using System.Data.Common;
using System.Text.RegularExpressions;

namespace Todo.Api.Persistence.Connection;

/// <summary>DATABASE_URL as providers and other drivers write it, or as Npgsql does.</summary>
internal static partial class DatabaseUrl
{
    private const string Unreadable =
        "is not readable: it must be postgresql://user:password@host:5432/database as your provider prints it, where '@' inside a password is written %40, '/' %2F, '?' %3F and '%' %25, "
        + "or Npgsql's Host=…;Username=…;Password=…;Database=…, where a value that holds ';' or '=' stands in double quotes";

    private static readonly string[] Parts = ["Host", "Username", "Password", "Database"];

    /// <summary>Reads a URL, or Npgsql's own connection string.</summary>
    /// <exception cref="FormatException">
    /// The message is the rest of a sentence that begins with the name of the variable. It never repeats a piece of the value, which may be the password.
    /// </exception>
    internal static ConnectionSettings Parse(string value)
    {
        // "docker run --env-file" hands quotes on that a shell would have taken off.
        value = value.Trim();
        value = value is ['"', .., '"'] or ['\'', .., '\''] ? value[1..^1].Trim() : value;

        var settings = new ConnectionSettings();
        if (Url().Match(value) is { Success: true } url)
        {
            settings.Ignored.AddRange(PairsIn(url).Where(pair => !settings.TrySet(pair.Name, Uri.UnescapeDataString(pair.Value))).Select(pair => pair.Name));
            settings.ConcludeAsLibpqDoes();
        }
        else if (!TryReadPairs(value, settings))
        {
            throw new FormatException(Unreadable);
        }

        settings.Complete();
        return settings;
    }

    private static IEnumerable<(string Name, string Value)> PairsIn(Match url) =>
    [
        .. Parts.Where(part => url.Groups[part].Length > 0).Select(part => (part, url.Groups[part].Value)),
        .. url.Groups["name"].Captures.Zip(url.Groups["value"].Captures, (name, value) => (name.Value, value.Value)),
    ];

    private static bool TryReadPairs(string value, ConnectionSettings settings)
    {
        var pairs = new DbConnectionStringBuilder();
        try
        {
            pairs.ConnectionString = value;
        }
        catch (ArgumentException)
        {
            // Its message quotes the value.
            return false;
        }

        // An unknown name is not passed over: it may be the second half of a password with a ';' in it.
        return pairs.Count > 0 && pairs.Keys.Cast<string>().All(name => settings.TrySet(name, (string)pairs[name]));
    }

    // System.Uri ends at a '#', knows one host only, and rewrites what it was given.
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
}
