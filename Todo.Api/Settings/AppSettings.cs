using System.Globalization;
using System.Text.RegularExpressions;
using DotNetEnv;

namespace Todo.Api.Settings;

/// <summary>Reads the settings of the contract by name, and collects everything that is wrong with them to tell it at once.</summary>
internal sealed partial class AppSettings(IConfiguration configuration, bool isProduction)
{
    private readonly List<string> _problems = [];
    private readonly List<string> _notices = [];

    internal bool IsProduction { get; } = isProduction;

    internal bool IsDevelopment => !IsProduction;

    /// <summary>Adds the variables of a <c>.env</c> in the working directory to the environment, which wins where it has one already.</summary>
    internal static void LoadEnvFile()
    {
        if (!File.Exists(".env"))
        {
            return;
        }

        try
        {
            Env.NoClobber().Load(".env");
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The parser's own message repeats what it read, and that may be a secret.
            var line = LineNumber().Match(e.Message) is { Success: true } match ? $" (line {match.Groups[1].Value})" : "";
            throw new SettingsException([$".env: cannot be read{line}; write one NAME=value per line, comments behind #, and values with spaces, # or $ in 'single quotes'"]);
        }
    }

    /// <summary>The value, or nothing when it is missing or empty.</summary>
    internal string? Text(string name) => configuration[name] is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    internal bool Flag(string name, bool otherwise) => (bool?)Read(name, "must be true or false", text => text.ToLowerInvariant() switch
    {
        "true" or "1" or "on" or "yes" => true,
        "false" or "0" or "off" or "no" => false,
        _ => null,
    }) ?? otherwise;

    internal int Number(string name, int otherwise, int min, int max) => (int?)Read(
        name,
        $"must be a whole number from {min} to {max}",
        text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max ? number : null) ?? otherwise;

    /// <summary>The name of one of the values of an enumeration, in any case.</summary>
    internal T Name<T>(string name, T otherwise) where T : struct, Enum => (T?)Read(
        name,
        $"must be one of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}",
        text => Enum.GetNames<T>().Contains(text, StringComparer.OrdinalIgnoreCase) ? Enum.Parse<T>(text, ignoreCase: true) : null) ?? otherwise;

    /// <summary>An http or https address.</summary>
    internal Uri? Address(string name) => (Uri?)Read(
        name,
        "must be an address such as https://app.example.com",
        text => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : null);

    /// <summary>Notes what is wrong; the message must never contain the value of a secret.</summary>
    internal void Problem(string name, string message) => _problems.Add($"{name}: {message}");

    /// <summary>Notes what works but has no effect, for a warning in the log.</summary>
    internal void Notice(string name, string message) => _notices.Add($"{name}: {message}");

    internal void ThrowIfUnusable()
    {
        if (_problems.Count > 0)
        {
            throw new SettingsException([.. _problems.Distinct()]);
        }
    }

    internal void LogNotices(ILogger log)
    {
        foreach (var notice in _notices)
        {
            LogNotice(log, notice);
        }
    }

    private object? Read(string name, string expected, Func<string, object?> parse)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        var value = parse(text);
        if (value is null)
        {
            Problem(name, expected);
        }

        return value;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Notice}")]
    private static partial void LogNotice(ILogger log, string notice);

    [GeneratedRegex(@"\bline (\d+)", RegexOptions.IgnoreCase)]
    private static partial Regex LineNumber();
}
