using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Ical.Net;
using Ical.Net.DataTypes;
using Ical.Net.Evaluation;
using Todo.Api.Requests;
using IcalRule = Ical.Net.DataTypes.RecurrenceRule;

namespace Todo.Api.Features.Recurrence;

/// <summary>
/// An RRULE of RFC 5545: DAILY and coarser, at most 24 times a day. Ical.Net knows when it falls; where a series begins and ends is told here.
/// </summary>
[Description("an RRULE of RFC 5545, such as FREQ=WEEKLY;BYDAY=MO,TH")]
internal sealed class RecurrenceRule : IParsable<RecurrenceRule>, IExplained
{
    internal const int MaxLength = 500;

    /// <summary>How far it is looked ahead.</summary>
    internal const int MaxYears = 100;

    // A rule that leaves out more years than that ends there: leap days that are Mondays are 40 apart at most.
    private const int MaxGapYears = 41;
    private const int MaxTimesADay = 24;
    private const int YearsOfACycle = 400;
    private const string PropertyName = "RRULE:";

    private readonly string _text;
    private readonly IcalRule _rule;
    private readonly EvaluationOptions _options;

    private RecurrenceRule(string text, Dictionary<string, RulePart> parts)
    {
        _text = text;
        Count = parts.TryGetValue("COUNT", out var count) ? int.Parse(count.Value, CultureInfo.InvariantCulture) : null;
        Until = parts.TryGetValue("UNTIL", out var until) ? Until.Parse(until.Value) : null;

        // Ical.Net overlooks what stands before FREQ. With COUNT it would begin with the first occurrence each time, and UNTIL is of a zone that it is not told.
        _rule = new IcalRule(string.Join(';', parts.Values.Where(part => part.Name is not ("COUNT" or "UNTIL")).OrderBy(part => part.Name != "FREQ").Select(part => $"{part.Name}={part.Value}")));
        if (_rule is { Frequency: FrequencyType.Yearly, ByMonthDay.Count: > 0, ByMonth.Count: 0, ByYearDay.Count: 0, ByWeekNo.Count: 0 })
        {
            // The fifth days of a year are those of all months; Ical.Net (5.2) takes that of the month in which the series began.
            _rule.ByMonth.AddRange(Enumerable.Range(1, 12));
        }

        // Without a limit it would search for the 30th of February until the year 9999.
        _options = new EvaluationOptions { MaxUnmatchedIncrementsLimit = MaxGapYears * IntervalsOfAYear(_rule.Frequency) };
    }

    /// <summary>How many occurrences the series has.</summary>
    internal int? Count { get; }

    /// <summary>When it ends, and still occurs.</summary>
    internal Until? Until { get; }

    public static RecurrenceRule Parse(string s, IFormatProvider? provider) => TryParse(s, provider, out var rule) ? rule : throw new FormatException();

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [NotNullWhen(true)] out RecurrenceRule? result) =>
        (result = Read(s ?? "", out _)) is not null;

    /// <summary>Says where a rule cannot be read.</summary>
    public static string Explain(string text)
    {
        Read(text, out var problem);
        return problem;
    }

    /// <summary>As the client wrote it.</summary>
    public override string ToString() => _text;

    private static RecurrenceRule? Read(string text, out string problem)
    {
        problem = "";
        if (text.Length > MaxLength)
        {
            problem = $"must be at most {MaxLength} characters long";
            return null;
        }

        if (text.StartsWith(PropertyName, StringComparison.OrdinalIgnoreCase))
        {
            problem = $"cannot be read at '{PropertyName}' (character 1): leave it out and begin with FREQ";
            return null;
        }

        var parts = new Dictionary<string, RulePart>();
        foreach (var part in RulePart.Split(text))
        {
            if ((part.Problem ?? (parts.TryAdd(part.Name, part) ? null : $"{part.Name} is given twice")) is { } wrong)
            {
                problem = ProblemAt(part, wrong);
                return null;
            }
        }

        if (!parts.TryGetValue("FREQ", out var frequency))
        {
            problem = "must say how often in a part FREQ, such as FREQ=WEEKLY";
            return null;
        }

        problem = ProblemOf(frequency.Value, parts) ?? "";
        return problem.Length == 0 ? new RecurrenceRule(text, parts) : null;
    }

    /// <summary>The local times of a series from about one of them on, some of them perhaps twice. Ends in an exception of Ical.Net where it finds no more.</summary>
    /// <param name="start">Where the series is counted from.</param>
    /// <param name="isDate">Whether it is a series of days.</param>
    /// <param name="after">The time that they are wanted after.</param>
    internal IEnumerable<DateTime> Evaluate(DateTime start, bool isDate, DateTime after)
    {
        // Ical.Net goes from the start to there interval by interval. Each 400 years have the same days, weeks and months, so those may be left out.
        var cycle = (long)YearsOfACycle * _rule.Interval;
        start = start.AddYears((int)(Math.Max(0, after.Year - start.Year) / cycle * cycle));

        // It knows no fractions of seconds.
        var fraction = TimeSpan.FromTicks(start.Ticks % TimeSpan.TicksPerSecond);
        return new RecurrencePatternEvaluator(_rule).Evaluate(Calendar(start), Calendar(after), _options).Select(occurrence => occurrence.StartTime.Value + fraction);

        CalDateTime Calendar(DateTime time) => new(DateOnly.FromDateTime(time), isDate ? null : TimeOnly.FromDateTime(time));
    }

    private static int IntervalsOfAYear(FrequencyType frequency) => frequency switch
    {
        FrequencyType.Daily => 366,
        FrequencyType.Weekly => 53,
        FrequencyType.Monthly => 12,
        _ => 1,
    };

    private static string ProblemAt(RulePart part, string problem) => $"cannot be read at '{part.Text}' (character {part.At}): {problem}";

    /// <summary>What is wrong with parts that are right by themselves; the first of it.</summary>
    private static string? ProblemOf(string frequency, Dictionary<string, RulePart> parts)
    {
        var numbersWeekdays = parts.GetValueOrDefault("BYDAY")?.Value.Any(char.IsAsciiDigit) is true;
        var timesADay = TimesOf("BYHOUR") * TimesOf("BYMINUTE") * TimesOf("BYSECOND");
        (bool Clashes, string Name, string Problem)[] clashes =
        [
            (parts.ContainsKey("COUNT"), "UNTIL", "UNTIL does not go with COUNT; send one of them"),
            (frequency != "YEARLY", "BYWEEKNO", "BYWEEKNO goes with FREQ=YEARLY only"),
            (frequency != "YEARLY", "BYYEARDAY", "BYYEARDAY goes with FREQ=YEARLY only"),
            (frequency == "WEEKLY", "BYMONTHDAY", "BYMONTHDAY does not go with FREQ=WEEKLY"),
            (numbersWeekdays && frequency is "DAILY" or "WEEKLY", "BYDAY", "a number before a weekday goes with FREQ=MONTHLY and FREQ=YEARLY only"),
            (numbersWeekdays, "BYWEEKNO", "BYWEEKNO does not go with a number before a weekday"),
            (!parts.Keys.Any(name => name.StartsWith("BY", StringComparison.Ordinal) && name != "BYSETPOS"), "BYSETPOS", "BYSETPOS chooses from what another BY part names"),

            // The RFC gives these two a meaning, but Ical.Net (5.2) another one.
            (numbersWeekdays && frequency == "YEARLY" && !parts.ContainsKey("BYMONTH"), "BYMONTHDAY", "BYMONTHDAY does not go with a number before a weekday of a year"),
            (parts.ContainsKey("BYYEARDAY"), "BYMONTH", "BYMONTH does not go with BYYEARDAY"),

            // What these would cost to look through.
            (timesADay > 1, "BYSETPOS", "BYSETPOS chooses among days, so it does not go with several times a day"),
            (timesADay > MaxTimesADay, "BYMINUTE", $"that is more often than {MaxTimesADay} times a day"),
            (timesADay > MaxTimesADay, "BYSECOND", $"that is more often than {MaxTimesADay} times a day"),
        ];
        return clashes.Where(clash => clash.Clashes && parts.ContainsKey(clash.Name)).Select(clash => ProblemAt(parts[clash.Name], clash.Problem)).FirstOrDefault();

        int TimesOf(string name) => parts.GetValueOrDefault(name)?.Count ?? 1;
    }
}
