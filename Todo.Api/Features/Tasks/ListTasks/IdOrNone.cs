using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Todo.Api.Features.Tasks.ListTasks;

/// <summary>What tasks are filtered by that belong to something, or to nothing of that kind.</summary>
[Description("an id, or none")]
internal readonly record struct IdOrNone(long? Id) : IParsable<IdOrNone>
{
    private const string None = "none";

    public static IdOrNone Parse(string s, IFormatProvider? provider) => TryParse(s, provider, out var result) ? result : throw new FormatException();

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out IdOrNone result)
    {
        result = new IdOrNone(long.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null);
        return result.Id > 0 || None.Equals(s, StringComparison.OrdinalIgnoreCase);
    }

    public override string ToString() => Id?.ToString(CultureInfo.InvariantCulture) ?? None;
}
