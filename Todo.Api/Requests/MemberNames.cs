using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;

namespace Todo.Api.Requests;

/// <summary>The names that a request accepts: those of its members, and those that other APIs have for them. Made once, at start-up.</summary>
internal sealed class MemberNames
{
    private readonly FrozenDictionary<string, RequestMember> _accepted;
    private readonly (string Name, string Meaning)[] _suggestions;

    internal MemberNames(Type request, JsonSerializerOptions options)
    {
        Members = RequestMember.AllOf(request, options);
        _accepted = Members.SelectMany(NamesOf).ToFrozenDictionary(pair => pair.Name, pair => pair.Member);
        _suggestions =
        [
            .. _accepted.Select(pair => (pair.Key, pair.Value.Name)),
            .. Members.SelectMany(member => OtherNamesAttribute.On(member.Property).Hints, (member, hint) => (hint, member.Name)),
        ];
    }

    internal IReadOnlyList<RequestMember> Members { get; }

    internal RequestMember? Find(string name) => _accepted.GetValueOrDefault(name);

    /// <summary>The member that a name that is not accepted most likely means; nothing where none is close.</summary>
    internal string? Suggest(string name) => Suggestions.Closest(name, _suggestions);

    private static IEnumerable<(string Name, RequestMember Member)> NamesOf(RequestMember member) =>
    [
        (member.Name, member),
        .. OtherNamesAttribute.On(member.Property).Names.Select(name => (name, member)),
        .. member.Property.GetCustomAttributes<WordsAttribute>().Select(words => (words.Name, member.InWords(words.Words))),
    ];
}
