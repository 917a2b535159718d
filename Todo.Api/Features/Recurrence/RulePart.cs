using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using Todo.Api.Requests;

namespace Todo.Api.Features.Recurrence;

/// <summary>A part of an RRULE (RFC 5545, section 3.3.10), such as BYDAY=MO,TH: what each may be by itself.</summary>
/// <param name="Name">The name, in capitals.</param>
/// <param name="Value">What it is set to, in capitals.</param>
/// <param name="Text">All of it as the client wrote it.</param>
/// <param name="At">Where it begins in the rule; the first character is 1.</param>
internal sealed partial record RulePart(string Name, string Value, string Text, int At)
{
    private static readonly FrozenDictionary<string, (string Expected, Func<string, bool> Accepts)> Known = new Dictionary<string, (string, Func<string, bool>)>
    {
        ["FREQ"] = ("must be DAILY, WEEKLY, MONTHLY or YEARLY", value => value is "DAILY" or "WEEKLY" or "MONTHLY" or "YEARLY"),
        ["INTERVAL"] = Number(1, 99_999),
        ["COUNT"] = Number(1, 99_999),
        ["UNTIL"] = ("must be a date (20261224) or a date-time (20261224T170000, or in UTC 20261224T170000Z)", value => Recurrence.Until.Parse(value) is not null),
        ["WKST"] = ("must be a weekday: MO, TU, WE, TH, FR, SA or SU", value => Weekday().IsMatch(value)),
        ["BYSECOND"] = Numbers(0, 60),
        ["BYMINUTE"] = Numbers(0, 59),
        ["BYHOUR"] = Numbers(0, 23),
        ["BYDAY"] = ("must be weekdays, such as MO, 2TU or -1FR, separated by commas, each once", value => AllOnce(value, NumberedWeekday().IsMatch)),
        ["BYMONTHDAY"] = FromEitherEnd(31),
        ["BYYEARDAY"] = FromEitherEnd(366),
        ["BYWEEKNO"] = FromEitherEnd(53),
        ["BYMONTH"] = Numbers(1, 12),
        ["BYSETPOS"] = FromEitherEnd(366),
    }.ToFrozenDictionary();

    internal int Count => Value.Count(c => c == ',') + 1;

    /// <summary>What is wrong with this part, if something is.</summary>
    internal string? Problem =>
        Value.Length == 0 ? "must be a name and a value, such as FREQ=WEEKLY"
        : !Known.TryGetValue(Name, out var known) ? Suggestions.Unknown("part", Suggestions.Closest(Name, Known.Keys.Select(name => (name, name))))
        : Value.All(c => char.IsAsciiLetterOrDigit(c) || c is ',' or '+' or '-') && known.Accepts(Value) ? null
        : $"{Name} {known.Expected}";

    internal static IEnumerable<RulePart> Split(string rule)
    {
        var at = 1;
        foreach (var text in rule.Split(';'))
        {
            var (name, value) = text.ToUpperInvariant().Split('=', 2) is [var left, var right] ? (left, right) : (text, "");
            yield return new RulePart(name, value, text, at);
            at += text.Length + 1;
        }
    }

    private static (string, Func<string, bool>) Number(int min, int max) =>
        ($"must be a number from {min} to {max}", value => IsNumber(value, NumberStyles.None, min, max));

    private static (string, Func<string, bool>) Numbers(int min, int max) =>
        ($"must be numbers from {min} to {max}, separated by commas, each once", value => AllOnce(value, number => IsNumber(number, NumberStyles.None, min, max)));

    private static (string, Func<string, bool>) FromEitherEnd(int max) => (
        $"must be numbers from 1 to {max}, or from -1 to -{max} counted from the end, separated by commas, each once",
        value => AllOnce(value, number => IsNumber(number, NumberStyles.AllowLeadingSign, 1, max)));

    private static bool AllOnce(string list, Func<string, bool> accepts) =>
        list.Split(',') is var values && values.All(accepts) && values.Distinct().Count() == values.Length;

    private static bool IsNumber(string text, NumberStyles styles, int min, int max) =>
        decimal.TryParse(text, styles, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) >= min && Math.Abs(number) <= max;

    [GeneratedRegex(@"\A(MO|TU|WE|TH|FR|SA|SU)\z")]
    private static partial Regex Weekday();

    [GeneratedRegex(@"\A([+-]?([1-9]|[1-4][0-9]|5[0-3]))?(MO|TU|WE|TH|FR|SA|SU)\z")]
    private static partial Regex NumberedWeekday();
}
