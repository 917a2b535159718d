using Todo.Api.Settings;

namespace Todo.Api.Features.Trash;

/// <summary>How long deleted tasks and the log of changes are kept.</summary>
internal sealed record TrashSettings(TimeSpan Kept)
{
    internal static TrashSettings From(AppSettings settings) => new(TimeSpan.FromDays(settings.Number("TRASH_DAYS", otherwise: 30, min: 1, max: 3650)));
}
