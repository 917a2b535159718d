using System.Text.Json;
using Todo.Api.Responses;

namespace Todo.Api.Requests;

/// <summary>Reads a JSON object member by member, so that a client hears about everything that is wrong with it at once.</summary>
internal sealed class MemberReader(MemberNames names, object result, FieldErrors errors)
{
    private readonly Dictionary<string, (string Name, object? Value)> _given = [];

    internal void Read(JsonElement body, IReadOnlySet<string> ignored)
    {
        foreach (var member in body.EnumerateObject())
        {
            if (names.Find(member.Name) is { } known)
            {
                errors.AddIfAny(member.Name, known.Read(member.Value, result) ?? Contradiction(member.Name, known));
            }
            else if (!ignored.Contains(member.Name) && !CarriesNothing(member.Value))
            {
                errors.Add(member.Name, Suggestions.Unknown("member", names.Suggest(member.Name)));
            }
        }

        foreach (var member in names.Members.Where(member => member.IsRequired && !_given.ContainsKey(member.Name) && !errors.Has(member.Name)))
        {
            errors.Add(member.Name, "is required");
        }
    }

    /// <summary>What is wrong where a member came under two of its names; nothing where both say the same.</summary>
    private string? Contradiction(string name, RequestMember member)
    {
        var value = member.Get(result);
        return _given.TryAdd(member.Name, (name, value)) || Equals(_given[member.Name].Value, value)
            ? null
            : $"contradicts '{_given[member.Name].Name}'; send one of them";
    }

    // Forms send such members by the dozen, and nothing is lost without them.
    private static bool CarriesNothing(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False => true,
        JsonValueKind.String => value.ValueEquals(""u8),
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => value.GetPropertyCount() == 0,
        _ => false,
    };
}
