using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;
using Todo.Api.Persistence.Entities;
using Todo.Api.Requests;

namespace Todo.Api.Features.Tasks.ListTasks;

/// <summary>
/// A place in a sorted list: the sort key and the id of the last task shown. It belongs to the filters and the order that it was made for;
/// the limit may change from page to page.
/// </summary>
/// <param name="List">A fingerprint of filters and order.</param>
/// <param name="Id">The id of the last task shown.</param>
/// <param name="Key">Its sort key: ticks, the number of a priority, a title; empty for no due date.</param>
internal sealed record TaskCursor(string List, long Id, string Key) : IQueryValue<TaskCursor>
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string Expected => "is not a cursor of this API; take it from a Link header";

    internal static TaskCursor After(TaskResponse task, ListTasksRequest request) => new(FingerprintOf(request), task.Id, request.Sort switch
    {
        TaskSort.CreatedAt => Ticks(task.CreatedAt),
        TaskSort.UpdatedAt => Ticks(task.UpdatedAt),
        TaskSort.DueDate => task.DueDate is { } due ? Ticks(due.At) : "",
        TaskSort.Priority => ((short)task.Priority).ToString(CultureInfo.InvariantCulture),
        _ => task.Title,
    });

    internal bool Fits(ListTasksRequest request) => List == FingerprintOf(request) && (request.Sort == TaskSort.Title || KeyValue(request.Sort) is not null || Key.Length == 0);

    /// <summary>The key as a value of the sort column's type; nothing for no due date.</summary>
    internal object? KeyValue(TaskSort sort) => sort switch
    {
        TaskSort.Title => Key,
        TaskSort.Priority => short.TryParse(Key, NumberStyles.None, CultureInfo.InvariantCulture, out var priority) ? (TaskPriority)priority : null,
        _ => long.TryParse(Key, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTime.MaxValue.Ticks
            ? new DateTime(ticks, DateTimeKind.Utc)
            : null,
    };

    public override string ToString() => Base64Url.EncodeToString(Utf8.GetBytes($"{List}.{Id}.{Key}"));

    public static bool TryParse(string text, out TaskCursor? value)
    {
        value = null;
        try
        {
            if (Utf8.GetString(Base64Url.DecodeFromChars(text)).Split('.', 3) is not [var list, var id, var key]
                || !long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || key.Contains('\0', StringComparison.Ordinal))
            {
                return false;
            }

            value = new TaskCursor(list, number, key);
            return true;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            return false;
        }
    }

    private static string Ticks(DateTime time) => time.Ticks.ToString(CultureInfo.InvariantCulture);

    // Against mix-ups, not against forgery: whoever makes up a cursor gets another page of their own tasks.
    private static string FingerprintOf(ListTasksRequest request)
    {
        var priorities = (request.Priority ?? []).Aggregate(0, (set, priority) => set | (1 << (int)priority));
        var list = $"{request.IsCompleted} {priorities} {request.DueDateFrom} {request.DueDateTo} {request.Sort} {request.Order} {string.Join(' ', request.Words)}";

        var checksum = 0u;
        foreach (var character in Encoding.UTF8.GetBytes(list))
        {
            checksum = BitOperations.Crc32C(checksum, character);
        }

        return checksum.ToString("x8", CultureInfo.InvariantCulture);
    }
}
