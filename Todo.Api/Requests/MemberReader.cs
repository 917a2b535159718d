using System.Text.Json;
using Todo.Api.Responses;

namespace Todo.Api.Requests;

/// <summary>Reads a JSON object member by member, so that a client hears about everything that is wrong with it at once.</summary>
internal sealed class MemberReader(RequestMembers members, object result, FieldErrors errors)
{
    // Forms send members that carry nothing by the dozen, and nothing is lost without them.
    private static readonly JsonElement[] Nothing = [.. JsonElement.Parse("""[null, false, "", [], {}]""").EnumerateArray()];

    private readonly Dictionary<string, (string Name, object? Value)> _given = [];

    internal void Read(JsonElement body, IReadOnlySet<string> ignored)
    {
        foreach (var member in body.EnumerateObject())
        {
            if (members.Find(member.Name) is { } known)
            {
                errors.AddIfAny(member.Name, known.Read(member.Value, result) ?? Contradiction(member.Name, known));
            }
            else if (!ignored.Contains(member.Name) && !Nothing.Any(nothing => JsonElement.DeepEquals(nothing, member.Value)))
            {
                errors.Add(member.Name, Suggestions.Unknown("member", members.Suggest(member.Name)));
            }
        }

        foreach (var member in members.All.Where(member => member.IsRequired && !_given.ContainsKey(member.Name) && !errors.Has(member.Name)))
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
}
