using System.Globalization;
using StackExchange.Redis;
using Todo.Api.Settings;

namespace Todo.Api.Limits;

/// <summary>REDIS_URL as providers write it, or as StackExchange.Redis does.</summary>
internal static class RedisUrl
{
    private const string Name = "REDIS_URL";
    private const int DefaultPort = 6379;

    internal static ConfigurationOptions? From(AppSettings settings)
    {
        if (settings.Text(Name) is not { } text)
        {
            return null;
        }

        if ((text.Contains("://", StringComparison.Ordinal) ? ParseUrl(text) : ParseOptions(text)) is not { } options)
        {
            settings.Problem(Name, "is not readable: it must be redis://user:password@host:6379/0, or rediss:// for TLS, where '@' inside a password is written %40, '/' %2F, '#' %23 and '%' %25, "
                + "or StackExchange.Redis' host:6379,password=…");
            return null;
        }

        // The start does not fail without Redis, no request waits for a connection, and a reason in the log is a sentence.
        options.AbortOnConnectFail = false;
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.IncludeDetailInExceptions = false;
        options.ConnectRetry = 1;
        options.ConnectTimeout = options.AsyncTimeout = 1000;
        return options;
    }

    // A user without a password is refused: some take that for a password.
    private static ConfigurationOptions? ParseUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Scheme: "redis" or "rediss", Query: "", Fragment: "" }
        && (url.UserInfo is "" ? ":" : url.UserInfo).Split(':', 2) is [var user, var password]
        && int.TryParse(url.AbsolutePath is "/" ? "0" : url.AbsolutePath[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var database)
            ? new ConfigurationOptions
            {
                EndPoints = { { url.IdnHost, url.IsDefaultPort ? DefaultPort : url.Port } },
                Ssl = url.Scheme is "rediss",
                User = Uri.UnescapeDataString(user),
                Password = Uri.UnescapeDataString(password),
                DefaultDatabase = database,
            }
            : null;

    private static ConfigurationOptions? ParseOptions(string text)
    {
        try
        {
            return ConfigurationOptions.Parse(text) is { EndPoints.Count: > 0 } options ? options : null;
        }
        catch (ArgumentException)
        {
            // Its message may quote a piece of the password.
            return null;
        }
    }
}
