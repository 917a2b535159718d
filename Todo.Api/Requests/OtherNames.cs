using System.Reflection;

namespace Todo.Api.Requests;

/// <summary>Other names of a member, which other APIs have for it: accepted beside its own, one of them at a time.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
internal sealed class OtherNamesAttribute(params string[] names) : Attribute
{
    public string[] Names { get; } = names;

    /// <summary>Names that are not accepted, but most likely mean this member: a client is told so.</summary>
    public string[] Hints { get; init; } = [];

    internal static OtherNamesAttribute On(MemberInfo member) => member.GetCustomAttribute<OtherNamesAttribute>() ?? new();
}

/// <summary>Another name of a member, under which the words of an enumeration stand for its values: <c>"status": "done"</c> for <c>"completed": true</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WordsAttribute(string name, Type words) : Attribute
{
    public string Name { get; } = name;

    /// <summary>An enumeration whose numbers convert to the member's values.</summary>
    public Type Words { get; } = words;
}

/// <summary>What a member that is kept as JSON is read as later on, it or each of its items: the document shows that.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ReadAsAttribute(Type type) : Attribute
{
    public Type Type { get; } = type;
}

/// <summary>An enumeration whose names may have a minus before them in a query, which gives the negative of their numbers.</summary>
[AttributeUsage(AttributeTargets.Enum)]
internal sealed class SignedNamesAttribute : Attribute;
