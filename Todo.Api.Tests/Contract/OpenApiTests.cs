using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Todo.Api.Security;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Contract;

/// <summary>The document tells all of the contract, and changing it is a visible diff.</summary>
public sealed class OpenApiTests(TodoApi api)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string CommittedPath => Repository.PathOf("docs", "openapi", "v1.json");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Is_the_committed_document()
    {
        var served = (await DocumentAsync()).Root.ToJsonString(Indented) + "\n";
        if (Environment.GetEnvironmentVariable("UPDATE_OPENAPI") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(CommittedPath)!);
            await File.WriteAllTextAsync(CommittedPath, served, Ct);
        }

        var committed = File.Exists(CommittedPath) ? (await File.ReadAllTextAsync(CommittedPath, Ct)).ReplaceLineEndings("\n") : "";
        Assert.True(
            served == committed,
            $"The contract has changed. If that is meant, write it down with UPDATE_OPENAPI=1 dotnet test and look at the diff.\n{FirstDifference(committed, served)}");
    }

    [Fact]
    public async Task Is_served_as_yaml_too()
    {
        using var response = await api.NewClient().GetAsync("/openapi/v1.yaml", Ct);

        response.EnsureSuccessStatusCode();
        var yaml = await response.Content.ReadAsStringAsync(Ct);
        Assert.StartsWith("openapi: '3.1", yaml, StringComparison.Ordinal);
        Assert.All((await DocumentAsync()).Operations, operation => Assert.Contains($"operationId: {operation.Id}", yaml, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Has_every_endpoint()
    {
        var documented = (await DocumentAsync()).Operations.Select(operation => $"{operation.Method} {operation.Path}").ToHashSet();
        string[] mapped =
        [
            .. from endpoint in api.Instance.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
               let path = "/" + endpoint.RoutePattern.RawText!.Trim('/')
               where path.StartsWith("/api/", StringComparison.Ordinal) || path.StartsWith("/health", StringComparison.Ordinal)
               where endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is null
               from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
               where method != "HEAD"
               select $"{method} {path}",
        ];

        Assert.NotEmpty(mapped);
        Assert.All(mapped, operation => Assert.Contains(operation, documented));
    }

    [Fact]
    public async Task Tells_all_of_every_operation()
    {
        var document = await DocumentAsync();

        Assert.NotEmpty(document.Operations);
        Assert.Equal(document.Operations.Count, document.Operations.Select(operation => operation.Id).Distinct().Count());
        Assert.All(document.Operations, operation =>
        {
            Assert.False(string.IsNullOrWhiteSpace(operation.Id));
            Assert.False(string.IsNullOrWhiteSpace(operation.Node["summary"]?.GetValue<string>()), $"{operation.Id} has no summary.");
            Assert.Single(operation.Node["tags"]!.AsArray());
            Assert.NotNull(operation.Node["security"]);
            Assert.All(operation.Node["parameters"]?.AsArray() ?? [], parameter => Assert.NotNull(parameter!["description"]));
            Assert.All(operation.Responses, response => Assert.NotNull(document.Resolve(response.Value!)["headers"]?["X-Request-Id"]));
        });
    }

    [Fact]
    public async Task Tells_what_can_go_wrong()
    {
        var document = await DocumentAsync();
        var operations = document.Operations.Where(operation => operation.Path.StartsWith("/api/", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(operations);
        Assert.All(operations, operation =>
        {
            HashSet<string> expected =
            [
                "429", "500", "503",
                .. operation.Path.Contains("{user_id}", StringComparison.Ordinal) ? ["401", "403", "422"] : Array.Empty<string>(),
                .. operation.Path.Replace("{user_id}", "", StringComparison.Ordinal).Contains('{', StringComparison.Ordinal) ? ["404"] : Array.Empty<string>(),
                .. operation.Node["parameters"]?.AsArray().Any(parameter => parameter!["name"]!.GetValue<string>() == "If-Match") is true ? ["400", "412"] : Array.Empty<string>(),
                .. operation.Node["requestBody"] is null ? Array.Empty<string>() : ["400", "413", "415", "422"],
            ];
            Assert.Subset(operation.Responses.Select(response => response.Key).ToHashSet(), expected);
        });

        Assert.All(from operation in document.Operations from response in operation.Responses where response.Key[0] is '4' or '5' select response.Value, response =>
        {
            var (mediaType, content) = Assert.Single(document.Resolve(response).AsObject()["content"]!.AsObject());
            Assert.Equal("application/problem+json", mediaType);
            Assert.Equal("#/components/schemas/Problem", content!["schema"]!["$ref"]!.GetValue<string>());
            Assert.NotEmpty(content["examples"]!.AsObject());
        });
    }

    [Fact]
    public async Task Describes_every_operation()
    {
        var document = await DocumentAsync();

        Assert.NotEmpty(document.Operations);
        Assert.All(document.Operations, operation => Assert.NotEmpty(operation.Node["description"]?.GetValue<string>() ?? ""));
    }

    [Fact]
    public async Task Tells_where_what_was_made_is()
    {
        var document = await DocumentAsync();

        Assert.EndsWith("/tasks/42", Location("CreateTask"), StringComparison.Ordinal);
        Assert.Equal("/api/auth/me", Location("Register"));

        string Location(string id) =>
            document.Resolve(document.Operation(id).Node["responses"]!["201"]!["headers"]!["Location"]!)["example"]!.GetValue<string>();
    }

    // A problem's examples are with the responses: mock servers show one of the schema in place of them.
    [Fact]
    public async Task Has_an_example_for_every_record_and_all_of_them_are_right()
    {
        var document = await DocumentAsync();
        var records = document.Root["components"]!["schemas"]!.AsObject()
            .Where(schema => schema.Key != "Problem" && schema.Value!["type"]?.ToJsonString() == "\"object\"").ToList();

        Assert.NotEmpty(records);
        Assert.All(records, record =>
        {
            var example = Assert.Single(record.Value!["examples"]?.AsArray() ?? []);
            Assert.Empty(document.Problems(record.Value, JsonElement.Parse(example!.ToJsonString())));
        });
    }

    [Fact]
    public async Task Needs_a_token_where_the_application_does()
    {
        var document = await DocumentAsync();
        var owned = document.Operations.Where(operation => operation.Path.Contains($"{{{OwnershipFilter.RouteParameter}}}", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(owned);
        Assert.All(owned, operation => Assert.NotEmpty(operation.Node["security"]!.AsArray()));
        Assert.All(
            document.Operations.Where(operation => operation.Node["security"]!.AsArray().Count > 0),
            operation => Assert.True(operation.Responses.ContainsKey("401"), $"{operation.Id} has no 401."));
    }

    [Fact]
    public async Task Has_integers_that_are_integers()
    {
        var text = (await DocumentAsync()).Root.ToJsonString();

        Assert.DoesNotContain("""["integer","string"]""", text, StringComparison.Ordinal);
        Assert.DoesNotContain("""["string","integer"]""", text, StringComparison.Ordinal);
    }

    private async Task<ContractDocument> DocumentAsync()
    {
        using var client = api.NewClient();
        return await ContractDocument.ServedAsync(client);
    }

    private static string FirstDifference(string committed, string served)
    {
        var (old, now) = (committed.Split('\n'), served.Split('\n'));
        var line = old.Zip(now).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"Line {line + 1}: '{old.ElementAtOrDefault(line)?.Trim()}' is now '{now.ElementAtOrDefault(line)?.Trim()}'.";
    }
}
