using System.Diagnostics.CodeAnalysis;

namespace Todo.Api.OpenApi;

/// <summary>What a record looks like on the wire, for readers of the document. A test holds it against the record's schema.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property)]
internal sealed class ExampleAttribute([StringSyntax(StringSyntaxAttribute.Json)] string json) : Attribute
{
    public string Json { get; } = json;
}
