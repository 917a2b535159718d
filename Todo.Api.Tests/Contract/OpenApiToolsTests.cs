using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Contract;

/// <summary>What others make of the document: a linter finds nothing, and the types that are generated from it say what the API says.</summary>
public sealed class OpenApiToolsTests
{
    private static string Document => Repository.PathOf("docs", "openapi", "v1.json");

    [Fact]
    public async Task The_linter_finds_nothing()
    {
        var folder = await ContractTools.NewFolderAsync();
        try
        {
            var (exitCode, output) = await ContractTools.RunAsync(
                folder, "@redocly/cli/bin/cli.js", "lint", "--config", Repository.PathOf("redocly.yaml"), "--max-problems", "50", Document);

            Assert.True(exitCode == 0, output);
            Assert.DoesNotContain("Warning was generated", output, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Generated_types_fit_a_client_and_refuse_a_wrong_priority()
    {
        var folder = await ContractTools.NewFolderAsync();
        try
        {
            var generated = await ContractTools.RunAsync(folder, "openapi-typescript/bin/cli.js", Document, "-o", "schema.d.ts");
            Assert.True(generated.ExitCode == 0, generated.Output);

            var right = await CompileAsync(folder, "client.ts");
            Assert.True(right.ExitCode == 0, right.Output);

            var wrong = await CompileAsync(folder, "wrong-priority.ts");
            Assert.NotEqual(0, wrong.ExitCode);
            Assert.Contains("error TS2322: Type '\"urgent\"' is not assignable", wrong.Output, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Task<(int ExitCode, string Output)> CompileAsync(DirectoryInfo folder, string file) => ContractTools.RunAsync(
        folder, "typescript/bin/tsc", "--strict", "--noEmit", "--target", "es2022", "--module", "esnext", "--moduleResolution", "bundler", file);
}
