using System.Buffers.Binary;
using System.Buffers.Text;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Text;
using Todo.Api.Persistence.Entities;

namespace Todo.Api.Features.Tasks;

/// <summary>
/// A place in a sorted list: the sort key and the id of the last task shown, with a checksum of it all. It belongs to the filters and the order that it
/// was made for; the limit may change from page to page.
/// </summary>
/// <param name="List">A fingerprint of filters and order.</param>
/// <param name="Id">The id of the last task shown.</param>
/// <param name="Key">Its sort key: ticks, the number of a priority, a title, or a position.</param>
[Description("a cursor of this API; take it from a Link header")]
internal sealed record TaskCursor(string List, long Id, string Key) : IParsable<TaskCursor>
{
    private const int ChecksumLength = sizeof(uint);

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    internal DateTime? Instant => long.TryParse(Key, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTime.MaxValue.Ticks
        ? new DateTime(ticks, DateTimeKind.Utc)
        : null;

    internal TaskPriority? Priority => Enum.TryParse<TaskPriority>(Key, out var priority) && Enum.IsDefined(priority) ? priority : null;

    internal string Text => Key;

    /// <summary>A place in a list that is sorted by time.</summary>
    internal static TaskCursor At(DateTime time, long id, string list) => new(list, id, time.Ticks.ToString(CultureInfo.InvariantCulture));

    /// <summary>The fingerprint of a list whose filters and order are spelled so.</summary>
    // Against mix-ups, not against forgery: a made-up cursor shows another page of the caller's own tasks.
    internal static string FingerprintOf(string list) => Checksum(Encoding.UTF8.GetBytes(list)).ToString("x8", CultureInfo.InvariantCulture);

    public override string ToString()
    {
        var content = Utf8.GetBytes($"{List}.{Id}.{Key}");
        var bytes = new byte[content.Length + ChecksumLength];
        content.CopyTo(bytes, 0);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(content.Length), Checksum(content));
        return Base64Url.EncodeToString(bytes);
    }

    public static TaskCursor Parse(string s, IFormatProvider? provider) => TryParse(s, provider, out var cursor) ? cursor : throw new FormatException();

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [NotNullWhen(true)] out TaskCursor? result)
    {
        result = null;
        try
        {
            var bytes = Base64Url.DecodeFromChars(s).AsSpan();
            var content = bytes[..Math.Max(0, bytes.Length - ChecksumLength)];
            if (content.IsEmpty
                || Checksum(content) != BinaryPrimitives.ReadUInt32BigEndian(bytes[content.Length..])
                || Utf8.GetString(content).Split('.', 3) is not [var list, var id, var key]
                || !long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || key.Contains('\0', StringComparison.Ordinal))
            {
                return false;
            }

            result = new TaskCursor(list, number, key);
            return true;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            return false;
        }
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var checksum = uint.MaxValue;
        foreach (var value in bytes)
        {
            checksum = BitOperations.Crc32C(checksum, value);
        }

        return ~checksum;
    }
}
