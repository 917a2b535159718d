using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;

namespace Todo.Api.Requests;

/// <summary>The names that a request accepts: those of its members, and those that other APIs have for them. Made once, at start-up.</summary>
internal sealed class MemberNames
{
    private readonly FrozenDictionary<string, MemberName> _accepted;
    private readonly (string Name, string Meaning)[] _suggestions;

    internal MemberNames(Type request, JsonSerializerOptions options)
    {
        Members = RequestMember.AllOf(request, options);
        _accepted = Members.SelectMany(NamesOf).ToFrozenDictionary(name => name.Name);
        _suggestions =
        [
            .. _accepted.Values.Select(name => (name.Name, name.Member.Name)),
            .. Members.SelectMany(member => (Others(member)?.Hints ?? []).Select(hint => (hint, member.Name))),
        ];
    }

    internal IReadOnlyList<RequestMember> Members { get; }

    internal bool TryGet(string name, [NotNullWhen(true)] out MemberName? found) => _accepted.TryGetValue(name, out found);

    /// <summary>The member that a name that is not accepted most likely means; nothing where none is close.</summary>
    internal string? Suggest(string name) => Suggestions.Closest(name, _suggestions);

    private static IEnumerable<MemberName> NamesOf(RequestMember member) =>
    [
        new(member.Name, member),
        .. (Others(member)?.Names ?? []).Select(name => new MemberName(name, member)),
        .. member.Property.GetCustomAttributes<WordsAttribute>().Select(words => new MemberName(words.Name, member, WireType.For(words.Words))),
    ];

    private static OtherNamesAttribute? Others(RequestMember member) => member.Property.GetCustomAttribute<OtherNamesAttribute>();
}

/// <summary>A name under which a member is accepted.</summary>
/// <param name="Name">As it stands on the wire.</param>
/// <param name="Member">What it means.</param>
/// <param name="Words">The words that stand for its values under this name, where it does not take the values themselves.</param>
internal sealed record MemberName(string Name, RequestMember Member, WireType? Words = null)
{
    internal bool MayBeEmpty { get; } = Member.Property.IsDefined(typeof(MayBeEmptyAttribute));

    internal string? Read(JsonElement value, object request) => Words is null ? Member.Read(value, request) : Member.ReadWord(value, Words, request);
}
