using System.Text.Json;
using System.Text.Json.Nodes;

namespace Todo.Api.Tests.Support;

/// <summary>The OpenAPI document, for tests that hold something against it.</summary>
internal sealed class ContractDocument(JsonNode root)
{
    internal static async Task<ContractDocument> ServedAsync(HttpClient client) =>
        new(JsonNode.Parse(await client.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken))!);

    internal JsonNode Root { get; } = root;

    /// <summary>Every operation with its path, its method in capitals and what is said of it.</summary>
    internal IReadOnlyList<ContractOperation> Operations { get; } =
    [
        .. from path in root["paths"]!.AsObject()
           from method in path.Value!.AsObject()
           select new ContractOperation(path.Key, method.Key.ToUpperInvariant(), method.Value!.AsObject()),
    ];

    internal ContractOperation Operation(string id) => Operations.Single(operation => operation.Id == id);

    /// <summary>What a reference stands for; anything else as it is.</summary>
    internal JsonNode Resolve(JsonNode node)
    {
        while (node is JsonObject && node["$ref"] is { } reference)
        {
            node = reference.GetValue<string>().TrimStart('#', '/').Split('/')
                .Aggregate(Root, (current, part) => current[part.Replace("~1", "/", StringComparison.Ordinal)]!);
        }

        return node;
    }

    /// <summary>What is wrong with a value, by the schema.</summary>
    internal IReadOnlyList<string> Problems(JsonNode schema, JsonElement value) => [.. new JsonSchemaCheck(this).Problems(schema, value, "$")];
}

internal sealed record ContractOperation(string Path, string Method, JsonObject Node)
{
    internal string? Id => Node["operationId"]?.GetValue<string>();

    internal JsonObject Responses => Node["responses"]!.AsObject();
}
