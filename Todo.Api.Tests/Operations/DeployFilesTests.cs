using System.Diagnostics;
using System.Text.Json;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Operations;

/// <summary>The files that others deploy from, by the rules of the tools that read them.</summary>
public sealed class DeployFilesTests(TodoApi api)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kubernetes_knows_every_member_of_the_manifests()
    {
        var folder = await ContractTools.NewFolderAsync();
        try
        {
            await ReadManifestsAsync(folder);
            var types = Path.Combine(folder.FullName, "manifests.ts");

            var right = await CompileAsync(folder);
            Assert.True(right.ExitCode == 0, right.Output);

            await File.WriteAllTextAsync(types, (await File.ReadAllTextAsync(types, Ct)).Replace("readinessProbe", "readynessProbe", StringComparison.Ordinal), Ct);
            var wrong = await CompileAsync(folder);
            Assert.NotEqual(0, wrong.ExitCode);
            Assert.Contains("'\"readynessProbe\"' does not exist", wrong.Output, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_manifests_fit_each_other_and_the_API()
    {
        var folder = await ContractTools.NewFolderAsync();
        try
        {
            var manifests = await ReadManifestsAsync(folder);
            var deployment = manifests["Deployment"].GetProperty("spec");
            var job = manifests["Job"].GetProperty("spec").GetProperty("template").GetProperty("spec");
            var pod = deployment.GetProperty("template");
            var labels = pod.GetProperty("metadata").GetProperty("labels");
            var container = pod.GetProperty("spec").GetProperty("containers")[0];

            JsonElement[] selectors =
            [
                deployment.GetProperty("selector").GetProperty("matchLabels"),
                manifests["Service"].GetProperty("spec").GetProperty("selector"),
                manifests["PodDisruptionBudget"].GetProperty("spec").GetProperty("selector").GetProperty("matchLabels"),
            ];
            Assert.All(selectors, selector => Assert.Equal(labels.GetRawText(), selector.GetRawText()));
            var target = manifests["HorizontalPodAutoscaler"].GetProperty("spec").GetProperty("scaleTargetRef");
            Assert.Equal(("Deployment", Name(manifests["Deployment"])), (target.Text("kind"), target.Text("name")));
            Assert.Equal(container.Text("image"), job.GetProperty("containers")[0].Text("image"));
            Assert.Equal(["--migrate"], job.GetProperty("containers")[0].GetProperty("args").EnumerateArray().Select(argument => argument.GetString()));
            Assert.Equal(
                [("configMapRef", Name(manifests["ConfigMap"])), ("secretRef", "todo-api")],
                container.GetProperty("envFrom").EnumerateArray().SelectMany(source => source.EnumerateObject())
                    .Select(source => (source.Name, source.Value.Text("name"))));

            var readme = await File.ReadAllTextAsync(Repository.PathOf("README.md"), Ct);
            Assert.All(
                manifests["ConfigMap"].GetProperty("data").EnumerateObject(),
                setting => Assert.Contains($"`{setting.Name}`", readme, StringComparison.Ordinal));
            foreach (var probe in new[] { "startupProbe", "readinessProbe", "livenessProbe" })
            {
                using var answer = await api.NewClient().GetAsync(container.GetProperty(probe).GetProperty("httpGet").Text("path"), Ct);
                Assert.True(answer.IsSuccessStatusCode, $"{probe}: {answer.StatusCode}");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Compose_knows_every_member_of_its_file()
    {
        var folder = await ContractTools.NewFolderAsync();
        try
        {
            var right = await LintAsync(folder, Repository.PathOf("compose.yaml"));
            Assert.True(right.ExitCode == 0, right.Output);

            var misspelt = Path.Combine(folder.FullName, "compose.yaml");
            var compose = await File.ReadAllTextAsync(Repository.PathOf("compose.yaml"), Ct);
            await File.WriteAllTextAsync(misspelt, compose.Replace("read_only", "readonly", StringComparison.Ordinal), Ct);
            var wrong = await LintAsync(folder, misspelt);
            Assert.NotEqual(0, wrong.ExitCode);
            Assert.Contains("invalid-schema", wrong.Output, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task HAProxy_takes_its_configuration()
    {
        using var haproxy = Process.Start(new ProcessStartInfo(Needs.Program("haproxy", "/usr/sbin/haproxy"), ["-c", "-f", Repository.PathOf("deploy", "haproxy.cfg")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, errors) = (haproxy.StandardOutput.ReadToEndAsync(Ct), haproxy.StandardError.ReadToEndAsync(Ct));
        await haproxy.WaitForExitAsync(Ct);

        Assert.True(haproxy.ExitCode == 0, $"{await output}{await errors}");
        Assert.DoesNotContain("WARNING", await errors, StringComparison.Ordinal);
    }

    /// <summary>By their kind. Their types stand in manifests.ts then.</summary>
    private static async Task<Dictionary<string, JsonElement>> ReadManifestsAsync(DirectoryInfo folder)
    {
        var files = Directory.GetFiles(Repository.PathOf("deploy", "kubernetes"), "*.yaml");
        var (exitCode, output) = await ContractTools.RunAsync(folder, Path.Combine(folder.FullName, "manifests.mjs"), files);
        Assert.True(exitCode == 0, output);
        return JsonElement.Parse(output).EnumerateArray().ToDictionary(manifest => manifest.Text("kind")!);
    }

    private static string? Name(JsonElement manifest) => manifest.GetProperty("metadata").Text("name");

    private static Task<(int ExitCode, string Output)> CompileAsync(DirectoryInfo folder) => ContractTools.RunAsync(
        folder, "typescript/bin/tsc", "--strict", "--noEmit", "--target", "es2022", "--module", "esnext", "--moduleResolution", "bundler", "manifests.ts");

    private static Task<(int ExitCode, string Output)> LintAsync(DirectoryInfo folder, string file) =>
        ContractTools.RunAsync(folder, "dclint/bin/dclint.cjs", "--quiet", "--no-color", file);
}
