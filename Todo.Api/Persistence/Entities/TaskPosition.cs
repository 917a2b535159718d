using System.Globalization;

namespace Todo.Api.Persistence.Entities;

/// <summary>
/// The place of a task in the order by hand: a text that sorts by code points. It stands for a row of whole numbers, compared one by one, of which the
/// beginning of another comes before it. A new task's is its id alone, so that it comes last; a move makes one between its neighbours'.
/// </summary>
/// <remarks>Of a number there is first a letter, which tells its sign and how many digits follow: <c>a7</c>, <c>b42</c>; <c>Z6</c> is -3 (9 - 3).</remarks>
internal static class TaskPosition
{
    /// <summary>What an index can hold. Only thousands of moves that each go between the two latest ones need so much.</summary>
    internal const int MaxLength = 1000;

    private const char OneDigit = 'a';
    private const char OneNegativeDigit = 'Z';

    /// <summary>The position of a task: where it was moved to, else where it was created.</summary>
    internal static string From(string? movedTo, long id) => movedTo ?? Encode(id);

    /// <summary>
    /// A position between two others. It leaves the room on the side of the task that was named: however often tasks are moved right behind the same
    /// one, or right before it, the numbers only count down or up.
    /// </summary>
    /// <param name="before">The position that it comes after; nothing for the start.</param>
    /// <param name="after">The position that it comes before; nothing for the end.</param>
    /// <param name="isBehind">Whether it is the first of the two that was named.</param>
    internal static string Between(string? before, string? after, bool isBehind) =>
        string.Concat(Between(Decode(before), Decode(after), isBehind).Select(Encode));

    private static List<long> Between(List<long> low, List<long> high, bool isBehind) => (low, high) switch
    {
        ([], []) => [0],

        // Ids are from 1. A number alone from there on may at any time become that of a new task.
        ([], _) => [Math.Min(high[0], 1) - 1],
        (_, []) => low.Count > 1 ? Changed(low, 1) : [.. low, 0],
        _ when isBehind && high.Count > 1 && Changed(high, -1) is var down && Compare(down, low) > 0 => down,
        _ when low.Count > 1 && Changed(low, 1) is var up && Compare(up, high) < 0 => up,
        _ when high.Count > low.Count && Compare(high[..low.Count], low) == 0 => [.. low, high[low.Count] - 1],
        _ => [.. low, 0],
    };

    private static List<long> Changed(List<long> numbers, long by) => [.. numbers[..^1], numbers[^1] + by];

    private static int Compare(List<long> one, List<long> other)
    {
        for (var i = 0; i < Math.Min(one.Count, other.Count); i++)
        {
            if (one[i] != other[i])
            {
                return one[i].CompareTo(other[i]);
            }
        }

        return one.Count.CompareTo(other.Count);
    }

    private static string Encode(long number)
    {
        var digits = Math.Abs(number).ToString(CultureInfo.InvariantCulture);
        return number >= 0
            ? (char)(OneDigit + digits.Length - 1) + digits
            : (char)(OneNegativeDigit - digits.Length + 1) + string.Concat(digits.Select(digit => (char)('9' - (digit - '0'))));
    }

    private static List<long> Decode(string? position)
    {
        List<long> numbers = [];
        for (var i = 0; i < position?.Length;)
        {
            var isNegative = position[i] <= OneNegativeDigit;
            var length = isNegative ? OneNegativeDigit - position[i] + 1 : position[i] - OneDigit + 1;
            var digits = position.AsSpan(i + 1, length);
            var number = long.Parse(isNegative ? string.Concat(digits.ToArray().Select(digit => (char)('9' - (digit - '0')))) : digits, CultureInfo.InvariantCulture);
            numbers.Add(isNegative ? -number : number);
            i += length + 1;
        }

        return numbers;
    }
}
