using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;

namespace Todo.Api.OpenApi;

/// <summary>What a record is called in the document: <c>TaskResponse</c> is a <c>Task</c>, <c>CreateTaskRequest</c> a <c>CreateTask</c>.</summary>
internal static class SchemaNames
{
    private static readonly string[] Suffixes = ["Request", "Response"];

    /// <summary>The name under which a schema is shared; nothing for what is written out where it is used.</summary>
    internal static string? Of(JsonTypeInfo type) =>
        ValueSchemas.IsInline(type.Type) || OpenApiOptions.CreateDefaultSchemaReferenceId(type) is not { } name ? null : WithoutSuffix(name);

    internal static string Of(Type record) => WithoutSuffix(record.Name);

    private static string WithoutSuffix(string name) =>
        Array.Find(Suffixes, suffix => name.Length > suffix.Length && name.EndsWith(suffix, StringComparison.Ordinal)) is { } suffix ? name[..^suffix.Length] : name;
}
