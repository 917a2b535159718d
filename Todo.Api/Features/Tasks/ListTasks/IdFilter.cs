using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Todo.Api.Features.Tasks.ListTasks;

/// <summary>A filter by a member that is an id or null.</summary>
/// <param name="Id">What the member must be; nothing where it must be null.</param>
[Description("an id or none")]
internal sealed record IdFilter(long? Id) : IParsable<IdFilter>
{
    private const string None = "none";

    public override string ToString() => Id?.ToString(CultureInfo.InvariantCulture) ?? None;

    public static IdFilter Parse(string s, IFormatProvider? provider) => TryParse(s, provider, out var filter) ? filter : throw new FormatException();

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out IdFilter result)
    {
        result = long.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? new IdFilter(id)
            : None.Equals(s, StringComparison.OrdinalIgnoreCase) ? new IdFilter(Id: null)
            : null;
        return result is not null;
    }
}
