using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Todo.Api.Persistence.Entities;

/// <summary>When a task reminds of itself: at an instant, or some minutes before it is due.</summary>
/// <param name="At">An instant, such as 2026-12-01T09:00:00+01:00.</param>
/// <param name="BeforeMinutes">So many minutes before the due date; of a date, before its midnight in the task's time zone.</param>
/// <example>{ "before_minutes": 30 }</example>
[Description("reminders, each an object with either at (an instant) or before_minutes (a whole number)")]
internal sealed record Reminder(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DueDate? At = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), Range(0, Reminder.MaxBeforeMinutes)] int? BeforeMinutes = null)
{
    /// <summary>A year.</summary>
    internal const int MaxBeforeMinutes = 365 * 24 * 60;

    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Reads <see cref="TaskItem.Reminders"/>.</summary>
    internal static IReadOnlyList<Reminder> Parse(string? json) => json is null ? [] : JsonSerializer.Deserialize<List<Reminder>>(json, Options)!;

    /// <summary>As <see cref="TaskItem.Reminders"/> has them.</summary>
    internal static string? ToJson(IReadOnlyList<Reminder>? reminders) => reminders is null or [] ? null : JsonSerializer.Serialize(reminders, Options);
}
